#!/bin/sh
# Makes the fonts of this folder anew from the packages that README.md names.
# Usage: build.sh FOLDER_OF_NOTO_EMOJI (node_modules/@fontsource/noto-emoji)
set -eu
out=$(dirname "$0")/data
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fonts=/usr/share/fonts/truetype
make() { # name, source, unicodes, further options
	name=$1 source=$2 unicodes=$3
	shift 3
	pyftsubset "$source" --output-file="$work/$name.ttf" --unicodes="$unicodes" --no-hinting --drop-tables+=FFTM,DSIG --notdef-outline "$@"
	gzip -9n <"$work/$name.ttf" >"$out/$name.ttf.gz"
}
latin=U+20-7E,U+A0-24F,U+2B0-2FF,U+300-36F,U+370-3FF,U+400-52F,U+1E00-1FFF,U+2000-2064,U+2070-209F,U+20A0-20C0,U+2100-214F,U+2150-218B,U+2190-2193,U+2202-2265,U+25A0-25FF,U+FFFD
for weight in Regular Bold; do
	make "Roboto-$weight" "$fonts/roboto/unhinted/RobotoTTF/Roboto-$weight.ttf" "$latin" --layout-features=''
	pyftsubset "$work/Roboto-$weight.ttf" --unicodes='*' --flavor=woff2 --layout-features='' --output-file="$out/Roboto-$weight.woff2"
done
make NotoSansArabic "$fonts/noto/NotoSansArabic-Regular.ttf" '*' --layout-features='*'
make NotoSansHebrew "$fonts/noto/NotoSansHebrew-Regular.ttf" '*' --layout-features='*'
make NotoSansDevanagari "$fonts/noto/NotoSansDevanagari-Regular.ttf" '*' --layout-features='*'
make NotoSansThai "$fonts/noto/NotoSansThai-Regular.ttf" '*' --layout-features='*'
make NotoSansSymbols2 "$fonts/noto/NotoSansSymbols2-Regular.ttf" U+20,U+A0,U+2190-21FF,U+2300-243F,U+2500-27BF --layout-features=''
make DroidSansFallback /usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf U+20,U+A0,U+2026,U+1100-11FF,U+2E80-9FFF,U+AC00-D7AF,U+F900-FAFF,U+FE30-FE4F,U+FF00-FFEF --layout-features=''
for f in "$1"/files/noto-emoji-*-400-normal.woff2; do
	pyftsubset "$f" --unicodes='*' --no-hinting --layout-features='' --output-file="$work/e$(basename "$f" .woff2).ttf" || true
done
(cd "$work" && pyftmerge --output-file=emoji.ttf e*.ttf >/dev/null)
make NotoEmoji "$work/emoji.ttf" '*' --layout-features=''
ls -l "$out"
