#!/bin/sh
# Builds sigcal from its repository at one revision: `install.sh FOLDER`, which then has bin/sigcal.
#
# SIGCAL_REPOSITORY  the address of sigcal's repository, as git takes it
# SIGCAL_REVISION    a commit of it, all 40 digits: a branch or a tag could become another program
set -eu
folder=$1
: "${SIGCAL_REPOSITORY:?is not set; give the address of the repository of sigcal}"
: "${SIGCAL_REVISION:?is not set; give a commit of the repository of sigcal}"

case $SIGCAL_REVISION in
*[!0-9a-f]*) digits=0 ;;
*) digits=${#SIGCAL_REVISION} ;;
esac
if [ "$digits" != 40 ]; then
    echo "SIGCAL_REVISION: \`$SIGCAL_REVISION\` is no commit; write all 40 digits" >&2
    exit 2
fi

mkdir -p "$folder"
# A folder that a cache kept is of the revision that the cache is named after.
if [ "$(cat "$folder/revision" 2>/dev/null)" = "$SIGCAL_REVISION" ]; then
    exit 0
fi
source=$(mktemp -d)
trap 'rm -rf "$source"' EXIT
git init -q "$source"
git -C "$source" fetch -q --depth 1 "$SIGCAL_REPOSITORY" "$SIGCAL_REVISION"
git -C "$source" checkout -q --detach FETCH_HEAD
cargo install --locked --path "$source" --root "$folder"
echo "$SIGCAL_REVISION" >"$folder/revision"
