#!/bin/sh
# Runs VECHE_E2E_BROWSER as the machine of a participant, which takes no time from the server's: where Linux shares the cores out by
# sessions (sched_autogroup, sched(7)), a browser is a session of its own and would get half of each core that the program
# wants, whatever their niceness. A kernel that has no such groups has nothing to set.
echo 10 2>/dev/null > /proc/self/autogroup || :
exec "$VECHE_E2E_BROWSER" "$@"
