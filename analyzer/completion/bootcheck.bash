# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Completion of bootcheck for bash.  Commands and options come from the program itself
# (--list-commands, COMMAND --list-options), so that they are those of the version in use.

_bootcheck()
{
	local prog=$1 cur=${COMP_WORDS[COMP_CWORD]} prev='' command='' value='' i word opt
	COMPREPLY=()
	[[ $COMP_CWORD -gt 0 ]] && prev=${COMP_WORDS[COMP_CWORD - 1]}

	for ((i = 1; i < COMP_CWORD; i++)); do
		if [[ ${COMP_WORDS[i]} != -* ]]; then
			command=${COMP_WORDS[i]}
			break
		fi
	done

	# With "=" in COMP_WORDBREAKS, "--by=m" arrives as three words.
	if [[ $cur == '=' ]]; then
		cur=
		value=1
	elif [[ $prev == '=' && $COMP_CWORD -gt 1 ]]; then
		prev=${COMP_WORDS[COMP_CWORD - 2]}
		value=1
	fi
	if [[ $cur == --*=* ]]; then
		prev=${cur%%=*}
		value=1
		cur=${cur#*=}
	fi

	# The value of --json comes after "=" only: it may be left out.
	word=
	case $prev in
	--sort)
		word='duration start name'
		[[ $command == image ]] && word='order name size file level'
		;;
	--level)
		word='console security early pure core core_sync postcore postcore_sync arch arch_sync'
		word+=' subsys subsys_sync fs fs_sync rootfs device device_sync late late_sync deferred'
		;;
	--clock) word="virtual wall" ;;
	--machine)
		word="pc q35 virt-arm64 virt-arm virt-riscv64"
		;;
	--as) word='edits config cmdline' ;;
	--by) word='initcall module subsystem level' ;;
	--color) word='auto always never' ;;
	--format)
		word='svg png pdf html trace'
		[[ $command == graph ]] && word='dot svg png pdf'
		[[ $command == history ]] && word='svg png pdf'
		;;
	--json) [[ -n $value ]] && word='short pretty' ;;
	--top | --allow | --arch | --around | --author | --boot-id | --board | --call | --last | --release | --wait | --cmdline | --defer | --depth | --explain | --fail-above | --group | --jobs | --margin | --max | --min-change | --min-us | --may-wait | --need | \
		--append | --append-after | --cpus | --init | --job | --job-timeout | --root | --runs | --settle | --timeout | --trigger-timeout | \
		--width) return ;;
	--source | --build | --series | --keep)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	-o | --output | --db | --diff | --disk | --guest | --initrd | --kernel | --qemu | --from | --system-map | --modinfo | --dtb | --vmlinux | --before | --after | --before-config | \
		--after-config | --budget | --html | --junit | --rules | \
		--ktap | --markdown)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	esac
	if [[ -n $word ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$word" -- "$cur")
		return
	fi

	if [[ -z $command ]]; then
		word=$("$prog" --list-commands 2>/dev/null)
		[[ $cur == -* ]] && word='--help --version'
		mapfile -t COMPREPLY < <(compgen -W "$word" -- "$cur")
	elif [[ $cur == -* ]]; then
		word=
		while read -r opt _; do
			opt=${opt%%[=[]*}
			case $opt in
			--allow | --arch | --around | --as | --author | --board | --boot-id | --budget | --call | --db | --last | --release | --wait | --cmdline | --defer | --depth | --explain | --fail-above | --format | --from | --group | --html | --junit | --ktap | --margin | --markdown | --max | --min-change | --min-us | --may-wait | \
				--before-config | --after-config | --build | --by | --color | --diff | --dtb | --jobs | --level | --modinfo | --need | --output | --rules | --series | --sort | --source | --system-map | --top | --width | \
				--append | --append-after | --clock | --cpus | --disk | --guest | --init | --initrd | --job | --job-timeout | --keep | --kernel | --machine | --qemu | --root | --runs | --settle | --timeout | --trigger-timeout | \
				--vmlinux) word+=" $opt=" ;;
			--*) word+=" $opt" ;;
			esac
		done < <("$prog" "$command" --list-options 2>/dev/null)
		mapfile -t COMPREPLY < <(compgen -W "$word" -- "$cur")
		[[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
	elif [[ $command == history && " ${COMP_WORDS[*]:0:COMP_CWORD} " != *\ @(add|list|show|compare|chart|export|remove)\ * ]]; then
		mapfile -t COMPREPLY < <(compgen -W 'add list show compare chart export remove' -- "$cur")
	else
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}

complete -F _bootcheck bootcheck
