#!/bin/sh
# Uploads files to the support request that a Casebell upload ticket was issued for. Keeps nothing between two runs: what
# the desk has, and the file, say what is left to do. The ticket and the signed URLs are secret: they stand in files of a
# folder of our own, where curl reads them (-K), and so in no list of processes.
# Down to the last line there are only functions: half a script does nothing.
# shellcheck disable=SC2012,SC2015,SC2046,SC2059

usage() {
	cat <<'END'
usage: sh upload.sh [-q] [-t TICKET] FILE ...

Uploads each FILE, waits until the desk has verified it, and prints "verified", its digest and its name.
The same command again goes on where an interrupted one stopped, and sends nothing that is verified already.

  -q         say only what went wrong
  -t TICKET  a file with the URL of the ticket; otherwise set CASEBELL_TICKET to it
  -h         this text

Exit codes: 0 verified, 1 failed, 2 called wrongly, 3 refused by the desk, 4 the file changed meanwhile,
5 what is stored is not what was sent, 130 interrupted.
END
}

main() {
	set -eu
	umask 077
	exec 4>&2 # for sentences alone: of workers, shells have things to say that are nobody's business
	export LC_ALL=C # a byte is a byte, whatever a file is called
	tab=$(printf '\t') newline='
'
	here=$PWD folder='' me=0 child='' workers='' ticker='' quiet='' tty='' ticket_file='' only_hash=''
	api=${CASEBELL_API-} ticket=${CASEBELL_TICKET-}
	unset CASEBELL_API CASEBELL_TICKET # or curl would inherit them
	while getopts :hqt: option; do
		case $option in
		h) usage && exit 0 ;;
		q) quiet=yes ;;
		t) ticket_file=$OPTARG ;;
		*) usage >&2 && exit 2 ;;
		esac
	done
	shift $((OPTIND - 1))
	[ $# -gt 0 ] || { usage >&2 && exit 2; }
	[ -n "$quiet" ] || [ ! -t 2 ] || tty=yes
	for file; do
		[ -f "$file" ] && [ -r "$file" ] || die 2 "$file is not a file that can be read. Pack a folder first, with tar."
	done
	if [ -n "$ticket_file" ]; then
		ticket=$(sed -e 's/^ *url *= *//' -e 's/["[:space:]]//g' -e q "$ticket_file") || die 2 'The ticket cannot be read.'
	fi
	case $ticket in */v1/t/*) api=${ticket%/v1/t/*} ticket=${ticket##*/} ;; esac
	[ -n "$ticket" ] || die 2 'Say with which ticket: -t and a file with its URL, or the URL in CASEBELL_TICKET.'
	case $api in *[!A-Za-z0-9.:/_~-]* | '') die 2 'CASEBELL_API must be the address of the desk.' ;; esac
	case $ticket in *[!A-Za-z0-9_-]* | '') die 2 'CASEBELL_TICKET must be an upload ticket.' ;; esac
	find_tools

	trap leave EXIT
	trap 'tell "Interrupted. The same command goes on where this one stopped."; exit 130' HUP INT TERM
	trap 'kill $workers 2>/dev/null || :' USR1 # from a worker that gives up
	folder=$(mktemp -d "${TMPDIR:-/tmp}/casebell.XXXXXXXX") || die 1 "No folder can be made in ${TMPDIR:-/tmp}."
	cd "$folder"
	folder=$PWD
	for file; do
		case $file in /*) ;; *) file=$here/$file ;; esac
		upload
		rm -f ./*
	done
}

find_tools() {
	for tool in curl dd awk sed tr od tail date mktemp; do
		command -v "$tool" >/dev/null || die 1 "The program $tool is needed, and it is not here."
	done
	# The fastest first. That one works is seen by the hash of nothing.
	for hasher in 'openssl dgst -sha256 -r' sha256sum 'shasum -a 256'; do
		case $($hasher </dev/null 2>/dev/null) in
		e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855*) return ;;
		esac
	done
	die 1 'A program for SHA-256 is needed: openssl, sha256sum or shasum.'
}

upload() {
	name=${file##*/}
	for stat in gnu bsd ls; do seen=$(identity) && [ -n "$seen" ] && break; done
	size=${seen%% *}
	: >hashes.0
	only_hash=''
	begin_upload
	if [ "$(field state)" = uploading ]; then
		say "$name: $size bytes, parts: $parts."
	else
		say "$name: the desk has such a file already; comparing it."
		only_hash=yes
	fi
	send_file
	if [ -n "$only_hash" ] && [ "$(field digest)" != "$digest" ]; then
		say "$name is not the one that is there; it is sent."
		rm -f complete
		only_hash=''
		begin_upload -d anew=true
		[ "$(field state)" = uploading ] || strange
		send_file
	fi
	[ -n "$only_hash" ] || say 'Everything is sent; the desk verifies it.'
	await_verification
	[ -z "$only_hash" ] || say "$name was there already."
}

# Has the desk begin an upload, or name the one of the same file, which may be complete.
begin_upload() {
	posted=$name
	call '' --data-urlencode name@- -d "size=$size" --data-urlencode "mtime=$(mtime)" \
		-d "fingerprint=$(fingerprint)" "$@"
	accepted
	id=$(field id) part_size=$(field partSize) parts=$(field parts) crew=$(field concurrency)
	case $id in *[!0-9A-Za-z]* | '') strange ;; esac
	case $part_size:$parts in *[!0-9:]* | :* | *:) strange ;; esac
	case $crew in [1-8]) ;; *) crew=4 ;; esac
	measure_parts
}

# Sends what the desk lacks, and has the upload completed. With only_hash, and where another run did so meanwhile, the
# file is hashed only.
send_file() {
	for round in 1 2 3; do
		: >have
		[ -n "$only_hash" ] || list_parts
		deal_parts
		send_parts
		hash_whole
		[ -z "$only_hash" ] || return 0
		posted=''
		[ -f complete ] || call "/$id/complete" -d "digest=$digest"
		if is_complete; then
			only_hash=yes
			call "/$id"
			break
		fi
		case $status:$(field error) in 409:PartsMissing*) ;; *) break ;; esac
		[ $round = 3 ] || say 'Parts did not arrive as they were sent; they are sent again.'
	done
	accepted
}

# Whether another run has completed the upload meanwhile.
is_complete() {
	case $status:$(field error) in 409:AlreadyComplete*) : >complete ;; esac
	[ -f complete ]
}

hash_whole() {
	unchanged
	digest=$(hashes_in_order | to_bytes | $hasher)
	digest=${digest%% *}-$parts
}

# What changes when the file does: its size, inode and time of change.
identity() {
	case $stat in
	gnu) TZ=UTC0 stat -L -c '%s %i %y' "$file" ;;
	bsd) TZ=UTC0 stat -L -t '%Y-%m-%d %H:%M:%S' -f '%z %i %Sm %Fm' "$file" ;;
	ls) ls -dlniL "$file" | awk 'NR == 1 { print $6, $1, $7, $8, $9 }' ;;
	esac 2>/dev/null
}

unchanged() {
	[ "$(identity)" = "$seen" ] ||
		die 4 "$name changed while it was uploaded. Wait until nothing writes to it, or copy it, and upload that."
}

# The time of change to the millisecond, if it is known so well.
mtime() {
	# shellcheck disable=SC2086
	set -- $seen
	case $stat in
	gnu) fraction=${4#*.} ;;
	bsd) fraction=${5#*.} ;;
	ls) echo 1970-01-01T00:00:00Z && return ;;
	esac
	case $fraction in *[!0-9]*) fraction='' ;; esac
	fraction=${fraction}000
	echo "${3}T${4%%.*}.${fraction%"${fraction#???}"}Z"
}

# The SHA-256 over those of the first and the last 64 KiB, as all clients of the desk compute it.
fingerprint() {
	if [ "$size" != 0 ]; then
		dd if="$file" bs=65536 count=1 2>/dev/null | $hasher
		tail -c 65536 "$file" | $hasher
	fi | to_bytes | $hasher | sed 's/ .*//'
}

# Parts are read in blocks. Bytes are counted by awk alone: some shells have 32 bits.
measure_parts() {
	set -- $(awk -v size="$size" -v part="$part_size" -v parts="$parts" 'BEGIN {
		if (part < 1 || parts != int((size + part - 1) / part)) exit 1
		for (block = 262144; part % block; ) block /= 2
		last = size - (parts - 1) * part
		most = int(268435456 / part)
		printf "%d %d %d %.0f %d", block, part / block, int((last + block - 1) / block), last, (most > 8 ? 8 : most ? most : 1)
	}')
	[ $# = 5 ] || strange
	block=$1 blocks=$2 last_blocks=$3 last_size=$4 most=$5
}

# All pages of what the desk has: lines of number, size and hash.
list_parts() {
	: >have
	after=0
	while [ -n "$after" ]; do
		posted=''
		call "/$id/parts?after=$after"
		is_complete && return
		accepted
		sed '/^next/d' answer.0 >>have
		page=$after after=$(sed -n "s/^next$tab//p" answer.0)
		case $after in *[!0-9]*) strange ;; '') ;; *) [ "$after" -gt "$page" ] || strange ;; esac
	done
}

# Deals out the parts that are not known to be there, each with the hash that the desk has of it, if it has all of it.
deal_parts() {
	rm -f todo.* over.*
	awk -v parts="$parts" -v part="$part_size" -v last="$last_size" -v crew="$crew" '
		NF == 2 { ours[$1] = $2 }
		NF == 3 && $2 == ($1 < parts ? part : last) { theirs[$1] = $3 }
		END {
			for (n = 1; n <= parts; n++)
				if (!(n in ours) || ours[n] != theirs[n])
					print n, (theirs[n] == "" ? "-" : theirs[n]) > ("todo." 1 + n % crew)
		}' hashes.* have
}

send_parts() {
	for worker in 1 2 3 4 5 6 7 8; do
		[ ! -f "todo.$worker" ] || { work $worker 2>/dev/null & workers="$workers $!"; }
	done
	[ -n "$quiet" ] || { tick 2>/dev/null & ticker=$!; }
	for worker in $workers; do
		# A signal ends a wait early.
		while kill -0 "$worker" 2>/dev/null; do wait "$worker" || :; done
	done
	[ ! -f end ] || { read -r code <end && die "$code" "$(sed 1d end)"; }
	workers=''
	finish
	ticker=''
	rm end
	for worker in 1 2 3 4 5 6 7 8; do
		[ ! -f "todo.$worker" ] || [ -f "over.$worker" ] || die 1 'A process ended unasked. Run the same command again.'
	done
}

# Of a part that was hashed twice, the last.
hashes_in_order() {
	awk -v parts="$parts" '{ hash[$1] = $2 } END { for (n = 1; n <= parts; n++) print hash[n] }' hashes.*
}

# Lines that begin with a hash in hex, as the bytes of the hashes.
to_bytes() {
	awk '{
		line = ""
		for (i = 1; i < 64; i += 2)
			line = line sprintf("\\%03o", index(d, substr($0, i, 1)) * 16 + index(d, substr($0, i + 1, 1)) - 17)
		print line
	}' d=0123456789abcdef | while read -r octal; do printf "$octal"; done
}

# Uploaded is only what the desk has verified.
await_verification() {
	polls=0
	while :; do
		case $(field state) in
		verified) break ;;
		verifying | uploading) ;;
		failed) die 5 "What is stored is not what was sent: $(field reason) Upload the file anew." ;;
		*) die 1 'The upload was ended at the desk. Run the same command to begin anew.' ;;
		esac
		polls=$((polls + 1))
		[ $polls -le 720 ] || die 1 'The desk has not verified the file for an hour. Ask there what became of it.'
		nap $((polls < 50 ? 1 + polls / 10 : 5))
		call "/$id"
		accepted
	done
	[ "$(field digest)" = "$digest" ] || die 5 "The desk has another digest than $digest. Upload the file anew."
	printable "verified $digest $name"
}

# --- A worker: one of the processes that hash parts and send them ---

work() {
	as_helper
	me=$1 batch='' waiting=0 ahead=1
	while read -r n had <&3; do
		go_on
		hash_part
		unchanged
		echo "$n $hash" >>"hashes.$me"
		if [ "$hash" = "$had" ] || [ -n "$only_hash" ] || [ -f complete ]; then
			count_part '='
		else
			batch=$batch$n=$hash$newline waiting=$((waiting + 1))
			[ $waiting -lt $ahead ] || send_batch
		fi
	done 3<"todo.$me"
	send_batch
	: >"over.$me"
}

# Ends with the others: when one gave up, or when the main process was killed and cannot tidy up.
go_on() {
	[ ! -f end ] || exit 1
	kill -0 $$ 2>/dev/null || { tidy && exit 1; }
}

as_helper() {
	child=''
	trap - EXIT HUP INT USR1
	trap 'kill $child 2>/dev/null || :; exit 130' TERM
}

# Commands that take long run in the background: while a shell waits for one in the foreground it hears no signal.
hash_part() {
	range "$n"
	{ dd if="$file" bs="$block" skip="$at" count="$left" 2>/dev/null || : >"unread.$me"; } | $hasher >"hash.$me" &
	await || :
	read -r hash rest <"hash.$me" || :
	[ ! -f "unread.$me" ] && [ "${#hash}" = 64 ] || { unchanged && die 1 "Part $n of $name cannot be read."; }
}

await() {
	child=$!
	result=0
	wait "$child" 2>/dev/null || result=$?
	child=''
}

# Where a part begins and how long it is, in blocks; its length in bytes.
range() {
	at=$((($1 - 1) * blocks)) left=$blocks length=$part_size
	[ "$1" != "$parts" ] || left=$last_blocks length=$last_size
}

count_part() {
	range "$n"
	: >"sent.$me"
	echo "${1-}$length" >>"done.$me"
}

# Batches grow, so that the workers do not all hash, and then all send, at the same time.
send_batch() {
	[ -n "$batch" ] || return 0
	sign "$batch"
	for pair in $batch; do
		n=${pair%%=*}
		go_on
		send_part
		count_part
	done
	batch='' waiting=0 ahead=$((ahead * 2 < most ? ahead * 2 : most))
}

# Has parts signed, lines of number=hash, and writes down what curl needs to send each.
sign() {
	posted=$1
	call "/$id/parts:sign" --data-urlencode parts@-
	is_complete && return
	accepted
	while IFS=$tab read -r number url checksum rest; do
		case $number in *[!0-9]* | '') strange ;; esac
		case $url$checksum in *\"* | *\\*) strange ;; http*) ;; *) strange ;; esac
		range "$number"
		# curl sends chunked what it does not know the length of, and S3 refuses that. Without this header, and with the
		# length, the stream goes as it is.
		printf '%s = "%s"\n' url "$url" header 'Transfer-Encoding:' header "Content-Length: $length" \
			header "x-amz-checksum-sha256: $checksum" >"put.$number"
	done <"answer.$me"
}

send_part() {
	begin
	refusals=0
	while :; do
		[ $unheard -lt 5 ] || sign_anew
		[ ! -f complete ] || return 0
		[ -f "put.$n" ] || strange
		: >"sent.$me"
		range "$n"
		source=slices
		request "put.$n" --speed-limit 1 --speed-time 120 -T -
		unchanged
		case $status in
		408 | 429) ;;
		4??)
			# A URL expires, or the session that signed it; of an upload that is over, the desk says so as it signs. The
			# first refusal does not count.
			refusals=$((refusals + 1))
			case $refusals:$status:$(s3_code) in
			1:403:* | 1:404:* | 1:400:ExpiredToken) ;;
			*) failed "The store refuses part $n: $status $(s3_code)" ;;
			esac
			sign_anew
			continue
			;;
		esac
		again 'The store' || break
	done
	rm -f "put.$n"
}

# A new URL counts as no try. The old one may have expired, or lead to where the store is no more.
sign_anew() {
	spent=$tries away_since=$since
	sign "$pair"
	tries=$spent since=$away_since unheard=0
}

# The bytes of a part, and a dot for every slice of it that is on its way.
slices() {
	while [ "$left" -gt 0 ]; do
		slice=$((left < 16 ? left : 16))
		dd if="$file" bs="$block" skip="$at" count="$slice" 2>/dev/null || return 0
		at=$((at + slice)) left=$((left - slice))
		printf . >>"sent.$me"
	done
}

# --- Requests ---

# Asks the desk: a path, and arguments for curl, which reads $posted. The answer is in answer.$me, its status in $status.
call() {
	printf '%s = "%s"\n' url "$api/v1/ticket/uploads$1" header "Authorization: Ticket $ticket" \
		header 'Accept: text/plain' >"call.$me"
	shift
	begin
	source=body
	while :; do
		request "call.$me" --max-time 60 "$@"
		again 'The desk' || break
	done
}

body() {
	printf %s "$posted"
}

# Runs curl once.
request() {
	config=$1 status=''
	shift
	: >"answer.$me"
	"$source" | curl -sS -g --connect-timeout 20 -K "$config" -o "answer.$me" -w '%{http_code}\n' "$@" \
		>"status.$me" 2>"error.$me" &
	await
	read -r status <"status.$me" || :
}

begin() {
	tries=0 since='' unheard=0
}

# Whether to try again, after a pause: not what succeeded or was refused, and not too often. While the network is away
# no tries are counted, but hours.
again() {
	news=away.${1#The }
	case $result:$status in
	*:408 | *:429 | *:5??) failed "$1 answers $status $(s3_code)" ;;
	*:4?? | 0:2??)
		if [ -f "$news" ] && rm "$news" 2>/dev/null; then tell "$1 answers again."; fi
		return 1
		;;
	0:*) strange ;;
	5:* | 6:* | 7:* | 28:*)
		now=$(date +%s)
		since=${since:-$now}
		[ $((now - since)) -lt 86400 ] || die 1 "$1 was out of reach for a day. Run the same command again later."
		unheard=$((unheard + 1))
		if (set -C && : >"$news") 2>/dev/null; then
			tell "$1 is out of reach: $(curl_says). It is tried again until it answers; Ctrl-C ends that."
		fi
		pause $((now - since < 28 ? now - since + 2 : 30))
		;;
	[1-4]:* | 23:* | 5[189]:* | 60:* | 77:*) die 1 "curl cannot do it: $(curl_says)." ;;
	*) failed "$1 broke off: $(curl_says)" ;;
	esac
}

failed() {
	tries=$((tries + 1))
	[ $tries -le 8 ] || die 1 "$1, $tries times in a row. Run the same command again later."
	pause $((tries < 6 ? 1 << tries : 60))
}

# A random time up to a limit, so that those who failed together do not come back together.
pause() {
	nap $(($(od -An -N2 -tu2 /dev/urandom) % ($1 + 1)))
	go_on
}

nap() {
	sleep "$1" >/dev/null 2>&1 &
	await
}

# Without a query, which signs.
curl_says() {
	sed -e 's/^curl: ([0-9]*) *//' -e 's/?.*//' -e 's/\.$//' -e q "error.$me"
}

s3_code() {
	sed -n 's/.*<Code>\([A-Za-z]*\)<.*/\1/p' "answer.$me"
}

# A value of an answer of lines "key value".
field() {
	sed -n "s/^$1 //p" "answer.$me" | sed q
}

accepted() {
	case $status in 2??) return 0 ;; esac
	die 3 "The desk refused ($status): $(field error | sed 's/^[A-Za-z]* *//')"
}

strange() {
	die 1 "$api does not answer as a desk does (status $status). Something may stand in between, such as a proxy."
}

# --- Words ---

# Redraws a line every second on a terminal, else writes one every ten. It ends at 99 %: the rest is verification.
tick() {
	as_helper
	every=10 begun=$(date +%s)
	[ -z "$tty" ] || every=1
	while go_on && nap $every; do
		away=''
		set -- away.*
		[ ! -f "$1" ] || away=${1#away.}
		line=$(cat done.* sent.* 2>/dev/null |
			awk -v size="$size" -v slice=$((block * 16)) -v seconds=$(($(date +%s) - begun)) -v away="$away" '
			/^=/ { there += substr($0, 2) }
			/^[0-9]/ { sent += $0 }
			/^\./ { sent += length($0) * slice }
			END {
				all = there + sent < size ? there + sent : size
				rate = sent / (seconds ? seconds : 1)
				left = rate ? (size - all) / rate : 0
				printf "%d %%, ", 99 * all / size
				if (away) printf "waiting until the %s answers", away
				else printf "%.1f MB/s", rate / 1e6
				if (rate && !away) printf ", %d:%02d:%02d left", left / 3600, left / 60 % 60, left % 60
			}')
		if [ -n "$tty" ]; then printf '\r%-79s' "$line" >&4; else say "$line"; fi
	done
}

say() {
	[ -n "$quiet" ] || tell "$1"
}

tell() {
	[ -z "$tty" ] || printf '\r%79s\r' '' >&4
	printable "$1" >&4
}

# One line: no name of a file and no answer steers the terminal, or says what is ours to say.
printable() {
	printf '%s\n' "$(printf %s "$1" | tr -d '\000-\037\177')"
}

# Ends with an exit code and a sentence. A worker leaves them to the main process.
die() {
	if [ "$me" != 0 ]; then
		(set -C && printf '%s\n%s\n' "$1" "$2" >end) 2>/dev/null || :
		kill -USR1 $$ 2>/dev/null || :
		exit 1
	fi
	tell "$2"
	exit "$1"
}

# A process that has just begun may miss the signal; then it finds the file.
finish() {
	: >>"$folder/end"
	# shellcheck disable=SC2086
	kill $workers $ticker $child 2>/dev/null || :
	wait
}

leave() {
	code=$?
	trap '' HUP INT TERM USR1
	[ -z "$folder" ] || finish
	[ -z "$folder" ] || tidy
	exit $code
}

# A process that is ending may write one more file while the others are removed.
tidy() {
	cd /
	for _ in 1 2 3 4 5; do
		rm -rf "$folder" 2>/dev/null && return
		sleep 1
	done || :
}

main "$@" </dev/null
