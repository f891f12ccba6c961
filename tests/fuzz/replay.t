#!/bin/sh
# Seeds of the fuzz targets, and what fuzzing found: none may crash or leak. One test a target.
targets=$(ls tests/fuzz/fuzz_*.c | sed 's/.*fuzz_//; s/\.c$//')
set -- $targets
echo "1..$#"
n=0
for target; do
	n=$((n + 1))
	seeds=$(ls -d testdata/fuzz/"$target"/* 2> /dev/null)
	case $target in # whose seeds are the zone cases, too
	zonefile) seeds="$seeds $(ls testdata/zone/read/*.zone testdata/zone/check/*.zone)" ;;
	generate) seeds="$seeds $(ls testdata/zone/read/*generate*.zone)" ;;
	esac
	# shellcheck disable=SC2086
	if [ -n "$seeds" ] && out=$(timeout 300 build/asan/tests/fuzz/fuzz_"$target" $seeds 2>&1) &&
		! printf '%s\n' "$out" | grep -q '^not ok'; then
		echo "ok $n - $target: $(echo "$seeds" | wc -w) inputs"
	else
		printf '%s\n' "$out" | tail -n 30 | sed 's/^/# /'
		echo "not ok $n - $target"
	fi
done
