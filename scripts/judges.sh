#!/bin/sh
# What the judges need: programs of Debian's, and the Nu HTML checker in build/judges/vnu.jar, pinned by
# version and by hash.
set -eu
version=26.9.27
sha256=5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7

scripts/need.sh go golang-go
[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ] || scripts/need.sh golang.org/x/mod golang-golang-x-mod-dev
scripts/need.sh java default-jre-headless
scripts/need.sh age age
scripts/need.sh pdftotext poppler-utils
scripts/need.sh qpdf qpdf
scripts/need.sh zbarimg zbar-tools
scripts/need.sh calcurse calcurse
/usr/bin/python3 -c "import vobject" 2>/dev/null || scripts/need.sh vobject python3-vobject
cd "$(mkdir -p build/judges && cd build/judges && pwd)"
[ -f "vnu-$version" ] && exit

command -v npm >/dev/null || ../../scripts/need.sh npm npm
echo "Fetching the Nu HTML checker $version …"
npm pack --silent "vnu-jar@$version" >/dev/null
echo "$sha256  vnu-jar-$version.tgz" | sha256sum --check --quiet
tar -xzf "vnu-jar-$version.tgz" --strip-components=3 package/build/dist/vnu.jar
rm "vnu-jar-$version.tgz"
touch "vnu-$version"
