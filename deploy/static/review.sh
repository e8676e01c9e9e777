#!/bin/sh
# What a pull request changes, and whether it may be merged: `review.sh BEFORE FORMAT`.
#
# BEFORE       the commit without it
# FORMAT       of findings, as `sigcal check --format` has them
# SIGCAL_DATA  the data file
#
# report/comment.md says what it changes for the people who come. Fails where something in the data is doubtful, or is
# not in the lock file.
set -eu
before=$1 format=$2

git rev-parse -q --verify "$before^{commit}" >/dev/null || {
    echo "the commit $before is not here to compare with" >&2
    exit 2
}
mkdir -p report
old=$(mktemp -d)
trap 'rm -rf "$old"' EXIT
# The data and its lock, as they were.
git archive "$before" | tar -x -C "$old"
if [ ! -e "$old/$SIGCAL_DATA" ]; then
    echo "\`$SIGCAL_DATA\` is new." >report/comment.md
elif ! sigcal diff "$old/$SIGCAL_DATA" "$SIGCAL_DATA" --format markdown >report/comment.md; then
    echo "\`$SIGCAL_DATA\` cannot be compared with what it was: the log of the check says why." >report/comment.md
fi

# That a meeting has ended comes with time alone, and is not the fault of this change.
sigcal check "$SIGCAL_DATA" --format "$format" --locked --note ended
