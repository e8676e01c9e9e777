// Checks custom resources, a JSON list on standard input, with the schemas that npm's @kubernetes-models have: what is
// wrong with them, as a JSON list. A kind without a schema is wrong, and so is a field that its schema does not know.
import fs from 'node:fs';

const PACKAGES = {
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};
const installed = new URL('../.tools/node_modules/', import.meta.url);

/** A value that notes which fields are looked at: the compiled validators never look at one they do not know. */
function watched(value, path, seen) {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const here = `${path}/${String(key)}`;
      seen.add(here);
      return typeof target[key] === 'function' ? target[key] : watched(target[key], here, seen);
    },
  });
}

function fields(value, path) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [`${path}/${key}`, ...fields(value[key], `${path}/${key}`)]);
}

async function faults(resource) {
  const [group, version] = resource.apiVersion.split('/');
  let kind;
  try {
    const file = new URL(`${PACKAGES[group]}/${group}/${version}/${resource.kind}.js`, installed);
    kind = (await import(file))[resource.kind];
  } catch (error) {
    return [`no schema: ${error.message}`];
  }
  const seen = new Set();
  const found = [];
  try {
    // Not of an object of the class: that would be a copy, for which everything was looked at.
    kind.prototype.validate.call(watched(resource, '', seen));
  } catch (error) {
    found.push(error.message);
  }
  return [...found, ...fields(resource, '').filter((field) => !seen.has(field)).map((field) => `no field ${field}`)];
}

const resources = JSON.parse(fs.readFileSync(0, 'utf8'));
const all = await Promise.all(resources.map(faults));
console.log(JSON.stringify(all.map((found, n) => ({ kind: resources[n].kind, found }))));
