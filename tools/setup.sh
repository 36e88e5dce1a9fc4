# What `run` needs before it can do its work; sourced by it, with $root and $started set. Plain POSIX shell.
# Every step keeps a stamp, a digest of what it was made from, so that the second start does nothing.

venv=$root/.venv
var=${KAOHE_VAR:-$root/var}
case $var in /*) ;; *) var=$PWD/$var ;; esac
export KAOHE_VAR="$var"
export PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}"
export PYTHONUTF8=1                # a machine without a locale still prints Chinese
unset PYTHONDONTWRITEBYTECODE      # else every call of a command would compile the project anew

say() {  # ZH EN: one line of progress, on the error channel because a command's output may be piped on
    printf '[%3ss] %s · %s\n' "$(($(date +%s) - started))" "$1" "$2" >&2
}

stop() {  # ZH EN [LINE-TO-TYPE]
    printf '\n%s\n%s\n' "$1" "$2" >&2
    [ -z "${3:-}" ] || printf '\n    %s\n' "$3" >&2
    exit 2
}

digest() {  # of the files whose names come in, one a line, and of the words given
    { cd "$root" && LC_ALL=C sort | tr '\n' '\0' | xargs -0 -r sha256sum; echo "$*"; } | sha256sum | cut -d' ' -f1
}

# ---- packages of the machine ----

apt_install() {  # WHY-ZH WHY-EN PACKAGE…
    why_zh=$1 why_en=$2
    shift 2
    line="apt-get install -y --no-install-recommends $*"
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "安装系统软件包:$*" "installing system packages"
        # A list of packages that cannot be renewed is no reason to stop: the old one may do.
        apt-get update -qq </dev/null >/dev/null 2>&1 || true
        if DEBIAN_FRONTEND=noninteractive $line -qq </dev/null >"$var/apt.log" 2>&1; then return; fi
        tail -n 5 "$var/apt.log" >&2
        stop "$why_zh,系统软件包未能装上,请先键入:" "$why_en; the system packages could not be installed, please type:" "$line"
    fi
    if command -v apt-get >/dev/null 2>&1; then line="sudo apt-get update && sudo $line"
    else line="(Debian / Ubuntu) $line"; fi
    stop "$why_zh,请键入下面一行,然后重来:" "$why_en. Type this line, then try again:" "$line"
}

# ---- Python and its packages ----

find_python() {
    # The system's own before others: the system keeps it up to date, and it is built for speed, which one compiled by hand often is not. And one that
    # can make an environment before one that lacks a package for it.
    if [ -n "${KAOHE_PYTHON:-}" ]; then set -- "$KAOHE_PYTHON"
    else set -- /usr/bin/python3 python3 python3.13 python3.12 python3.11 python3.14; fi
    for also in ensurepip sys; do
        for candidate; do
            if "$candidate" -c "import sys, $also; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
                python=$candidate
                return
            fi
        done
    done
    [ -z "${KAOHE_PYTHON:-}" ] || stop "KAOHE_PYTHON 所指的“$KAOHE_PYTHON”不存在，或低于 Python 3.11：请改正，或不设这个变量" \
        "KAOHE_PYTHON names “$KAOHE_PYTHON”, which isn't there or is older than Python 3.11. Correct it, or leave it unset."
    stop "需要 Python 3.11 或更高版本" "Python 3.11 or later is needed" "apt-get install python3"
}

set_up_python() {  # run | bulk | spark | test
    # Each set of packages contains those before it, so a larger one will do for a smaller.
    made_from=$(printf 'requirements-%s.txt\n' run bulk spark test | digest "$root")
    stamp=$(cat "$venv/stamp" 2>/dev/null || true)
    case "$1 $stamp" in
        "$1 $made_from $1" | *" $made_from test" | "run $made_from "* | "bulk $made_from spark") return ;;
    esac
    mkdir -p -m 700 "$root/var" "$var"  # names and scores of people are kept here
    # Two first starts at once must not write into one environment. Not every system has flock; Debian has.
    exec 9>"$root/var/setup.lock"
    if command -v flock >/dev/null 2>&1; then flock 9; fi
    if [ "$stamp" != "$(cat "$venv/stamp" 2>/dev/null || true)" ]; then
        exec 9>&-
        set_up_python "$1"
        return
    fi
    find_python
    make_venv
    say "安装依赖(首次约半分钟)" "installing the dependencies (half a minute the first time)"
    rm -f "$venv/stamp"
    kind=$1
    set -- --require-hashes -r "$root/requirements-$kind.txt"
    [ -z "${KAOHE_WHEELHOUSE:-}" ] || set -- "$@" --no-index --find-links "$KAOHE_WHEELHOUSE"
    "$venv/bin/python" -m pip install -q -q --disable-pip-version-check --no-input "$@" </dev/null >&2 || stop \
        "依赖未能装上(原因见上)。没有网络时,请在有网络的机器上备齐文件再用" \
        "The dependencies could not be installed (the reason stands above). Without a network, gather them elsewhere:" \
        "./run wheelhouse DIR    →    KAOHE_WHEELHOUSE=DIR ./run"
    echo "$made_from $kind" >"$venv/stamp"
    exec 9>&-
}

make_venv() {
    if "$venv/bin/python" -m pip --version >/dev/null 2>&1; then return; fi  # a moved or broken one is made anew
    version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install "缺少 $version 的 venv 模块" "Python's venv module is missing" "$version-venv"
    fi
    say "建立虚拟环境($version)" "making the virtual environment"
    rm -rf "$venv"
    "$python" -m venv "$venv" >&2 || stop "虚拟环境未能建成(原因见上)" "The virtual environment could not be made (see above)"
}

# ---- years kept as columns ----

set_up_java() {  # WHY-ZH WHY-EN
    command -v java >/dev/null 2>&1 || apt_install "$1" "$2" default-jre-headless
}

set_up_columns() {  # bulk | spark
    set_up_python "$1"
    [ "$1" = bulk ] || set_up_java "Spark 需要 Java" "Spark needs Java"
}

# ---- static assets ----

set_up_assets() {  # run | test
    made_from=$(printf '%s\n' tools/assets.txt tools/assets.py | digest)
    case "$1 $(cat "$root/var/assets.stamp" 2>/dev/null || true)" in
        "$1 $made_from $1" | "run $made_from test") return ;;
    esac
    say "取静态资源" "fetching the static assets"
    kind=$1
    set -- "$root/var"
    [ "$kind" = run ] || set -- "$@" --test
    [ -z "${KAOHE_WHEELHOUSE:-}" ] || set -- "$@" --wheelhouse "$KAOHE_WHEELHOUSE"
    "$venv/bin/python" "$root/tools/assets.py" "$@" || stop "静态资源未能取得" "The static assets could not be fetched"
    echo "$made_from $kind" >"$root/var/assets.stamp"
}

# ---- translations ----

set_up_messages() {
    made_from=$(cd "$root" && find kaohe -name '*.po' | digest)
    if [ "$(cat "$root/var/messages.stamp" 2>/dev/null || true)" = "$made_from" ]; then return; fi
    say "编译译文" "compiling the translations"
    "$venv/bin/python" "$root/tools/messages.py"
    echo "$made_from" >"$root/var/messages.stamp"
}

# ---- database ----

data_sources() {  # what the database and the served files are made from
    cd "$root"
    find kaohe -type f \( -path '*/migrations/*.py' -o -path '*/static/*' -o -path '*demo*' \) ! -name '*.pyc'
    find rulebooks -type f
    printf '%s\n' requirements-run.txt var/assets.stamp
}

set_up_data() {
    mkdir -p -m 700 "$var"
    set_up_messages
    made_from=$(data_sources | digest "${KAOHE_DATABASE_URL:-sqlite}" "${KAOHE_DEMO:-yes}")
    # Whether a server's database is up to date only the server can say; the file here is ours alone.
    if [ -z "${KAOHE_DATABASE_URL:-}" ] && [ -s "$var/kaohe.sqlite3" ] &&
        [ "$(cat "$var/stamp" 2>/dev/null || true)" = "$made_from" ]; then
        return
    fi
    say "建立或更新数据库" "creating or updating the database"
    manage migrate --noinput --verbosity 0 >&2
    say "汇集静态文件" "collecting the static files"
    manage collectstatic --noinput --verbosity 0 >&2
    if [ "${KAOHE_DEMO:-yes}" != no ]; then
        say "装入演示单位" "loading the demo bureau"
        manage demo --if-empty >"$var/accounts.new"
        mv "$var/accounts.new" "$var/accounts.txt"
    fi
    echo "$made_from" >"$var/stamp"
}

# ---- tests ----

chromium_works() {
    for candidate in ${KAOHE_CHROMIUM:+"$KAOHE_CHROMIUM"} chromium-headless-shell chromium chromium-browser google-chrome; do
        # Ubuntu's package of that name is a stub which only asks for snap; it answers nothing sensible.
        if "$candidate" --version 2>/dev/null | grep -qi chrom; then return 0; fi
    done
    ls "${PLAYWRIGHT_BROWSERS_PATH:-${HOME:-}/.cache/ms-playwright}"/chromium*/*/*chrome* >/dev/null 2>&1
}

# The Chromium that draws no windows takes two thirds of the time; not every Debian has it.
chromium_package() {
    ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 || apt-get update -qq </dev/null >/dev/null 2>&1 || true
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then echo chromium-headless-shell; else echo chromium; fi
}

set_up_tests() {
    set_up_python test
    set_up_assets test
    set_up_messages
    set --
    if ! chromium_works && ! grep -qs '^ID=ubuntu' /etc/os-release; then set -- "$@" "$(chromium_package)"; fi
    command -v soffice >/dev/null 2>&1 || set -- "$@" libreoffice-calc-nogui
    # Without its part for documents LibreOffice reads a Word file and makes nothing of it.
    find /usr/lib/libreoffice /usr/lib64/libreoffice /opt -name libswlo.so 2>/dev/null | grep -q . || set -- "$@" libreoffice-writer-nogui
    command -v java >/dev/null 2>&1 || set -- "$@" default-jre-headless
    find /usr/lib /lib -maxdepth 3 -name 'libatomic.so.1*' 2>/dev/null | grep -q . || set -- "$@" libatomic1
    find /usr/share/fonts "${HOME:-}/.fonts" -iname '*cjk*' 2>/dev/null | grep -q . || set -- "$@" fonts-noto-cjk
    [ $# -eq 0 ] || apt_install "测试还需要" "The tests also need system packages" "$@"
    if ! chromium_works; then
        say "取 Chromium" "fetching Chromium"
        if [ "$(id -u)" -eq 0 ]; then set -- --with-deps; else set --; fi
        "$venv/bin/python" -m playwright install "$@" chromium </dev/null >&2 ||
            stop "Chromium 未能装上" "Chromium could not be installed" "sudo .venv/bin/playwright install --with-deps chromium"
    fi
    # PostgreSQL comes with the Python packages (or from the machine), so there is nothing to fetch for it here.
}
