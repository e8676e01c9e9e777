#!/bin/sh
# Writes the site to a new folder: `publish.sh FOLDER`.
#
# SIGCAL_DATA      the data file
# SIGCAL_BASE_URL  where visitors find the site
#
# Fails where the data says what its lock file does not remember: subscribers would be shown another past.
set -eu
folder=$1

sigcal check "$SIGCAL_DATA" --locked --note ended
# What was published before and is no more would stay.
rm -rf "$folder"
sigcal export "$SIGCAL_DATA" "$folder" --base-url "$SIGCAL_BASE_URL"
