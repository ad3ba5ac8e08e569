#!/usr/bin/env bash
# Fills a Stet with what the migration test wants to find again: make.sh ADDRESS WORK, see README.md.
# Writes to WORK/expected.txt what it was promised: "manifest REPOSITORY REFERENCE DIGEST", "blob REPOSITORY DIGEST" and
# "refused REPOSITORY TAG DIGEST REASON".
set -euo pipefail
url=http://$1/v2
work=$2
mkdir -p "$work"
expected=$work/expected.txt
: >"$expected"

# SIZE bytes that no compression makes smaller, the same for the same WORD.
noise() { # SIZE WORD FILE
  head -c "$1" /dev/zero | openssl enc -aes-256-ctr -nosalt -pass "pass:$2" -md sha256 2>/dev/null >"$3"
}

digest() { # FILE [ALGORITHM]
  local algorithm=${2:-sha256}
  echo "$algorithm:$("${algorithm}sum" "$1" | cut -d ' ' -f 1)"
}

status() { # WANTED CURL-ARGUMENTS...
  local wanted=$1 got
  shift
  got=$(curl -s -o "$work/answer" -w '%{http_code}' "$@")
  if [ "$got" != "$wanted" ]; then
    echo "wanted $wanted, got $got: $*" >&2
    cat "$work/answer" >&2
    exit 1
  fi
}

blob() { # REPOSITORY FILE [ALGORITHM]
  local digest
  digest=$(digest "$2" "${3:-sha256}")
  status 201 -X POST --data-binary "@$2" -H 'Content-Type: application/octet-stream' \
    "$url/$1/blobs/uploads/?digest=$digest"
  echo "blob $1 $digest" >>"$expected"
}

chunked() { # REPOSITORY FILE
  local location half
  half=$(($(stat -c %s "$2") / 2))
  location=$(curl -s -o /dev/null -D - -X POST "$url/$1/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
  head -c "$half" "$2" >"$work/first"
  tail -c "+$((half + 1))" "$2" >"$work/second"
  status 202 -X PATCH --data-binary "@$work/first" "${url%/v2}$location"
  status 202 -X PATCH --data-binary "@$work/second" "${url%/v2}$location"
  status 201 -X PUT "${url%/v2}$location?digest=$(digest "$2")"
  echo "blob $1 $(digest "$2")" >>"$expected"
}

descriptor() { # TYPE FILE [MORE]
  printf '{"mediaType":"%s","digest":"%s","size":%d%s}' "$1" "$(digest "$2")" "$(stat -c %s "$2")" "${3:-}"
}

image() { # NAME REVISION: makes NAME.config and NAME.json over the file layer-NAME
  printf '{"architecture":"amd64","os":"linux","config":{"Labels":{"org.opencontainers.image.revision":"%s"}},"n":"%s"}' \
    "$2" "$1" >"$work/$1.config"
  printf '{"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}' "$manifest" \
    "$(descriptor application/vnd.oci.image.config.v1+json "$work/$1.config")" \
    "$(descriptor application/vnd.oci.image.layer.v1.tar+gzip "$work/layer-$1")" >"$work/$1.json"
}

put() { # WANTED REPOSITORY REFERENCE FILE TYPE [CURL-ARGUMENTS...]
  local wanted=$1 repository=$2 reference=$3 file=$4 type=$5
  shift 5
  status "$wanted" -X PUT --data-binary "@$file" -H "Content-Type: $type" "$@" "$url/$repository/manifests/$reference"
}

claim() { # REPOSITORY TAG FILE TYPE [CURL-ARGUMENTS...]
  local repository=$1 tag=$2 file=$3 type=$4
  shift 4
  put 201 "$repository" "$tag" "$file" "$type" "$@"
  echo "manifest $repository $tag $(digest "$file")" >>"$expected"
}

refuse() { # REPOSITORY TAG FILE REASON
  put 409 "$1" "$2" "$3" "$manifest"
  echo "refused $1 $2 $(digest "$3") $4" >>"$expected"
}

manifest=application/vnd.oci.image.manifest.v1+json
index=application/vnd.oci.image.index.v1+json
first=3035eca58d1f0e8f6f3b0cf0d0e1c7a2b4d5e6f7
second=77d0b1c2f3a4b5c6d7e8f90112233445566778899

noise 204800 first "$work/layer-first"
noise 307200 second "$work/layer-second"
noise 4096 arm "$work/layer-arm"
noise 131072 chunked "$work/layer-chunked"
noise 98304 sha512 "$work/layer-sha512"
image first "$first"
image second "$second"
image arm "$second"
image chunked "$second"

# Standing tags: a large layer and a small one, a claimed actor, the same commit pushed again as other bytes.
blob shop/api "$work/layer-first"
blob shop/api "$work/first.config"
claim shop/api main-3035eca "$work/first.json" "$manifest" -H 'Stet-Actor: ci@shop'
blob shop/api "$work/layer-second"
blob shop/api "$work/second.config"
claim shop/api main-77d0b1c "$work/second.json" "$manifest"
claim shop/api main-3035eca "$work/first.json" "$manifest" # the same again

# Refused pushes: a tag that is taken, twice, and a name that moves by nature.
refuse shop/api main-3035eca "$work/second.json" TAG_TAKEN
refuse shop/api main-3035eca "$work/second.json" TAG_TAKEN
refuse shop/api latest "$work/first.json" ROLLING_NAME

# An index, with a child that was pushed by its digest alone.
blob shop/api "$work/layer-arm"
blob shop/api "$work/arm.config"
put 201 shop/api "$(digest "$work/arm.json")" "$work/arm.json" "$manifest"
echo "manifest shop/api $(digest "$work/arm.json") $(digest "$work/arm.json")" >>"$expected"
printf '{"schemaVersion":2,"mediaType":"%s","manifests":[%s,%s]}' "$index" \
  "$(descriptor "$manifest" "$work/second.json" ',"platform":{"architecture":"amd64","os":"linux"}')" \
  "$(descriptor "$manifest" "$work/arm.json" ',"platform":{"architecture":"arm64","os":"linux"}')" >"$work/index.json"
claim shop/api 1.0.0 "$work/index.json" "$index"

# Another repository: a mounted layer, chunks, two tags with one push, a blob under SHA-512.
status 201 -X POST "$url/shop/web/blobs/uploads/?mount=$(digest "$work/layer-second")&from=shop/api"
echo "blob shop/web $(digest "$work/layer-second")" >>"$expected"
blob shop/web "$work/second.config"
claim shop/web v1 "$work/second.json" "$manifest"
chunked shop/web "$work/layer-chunked"
blob shop/web "$work/chunked.config"
put 201 shop/web "$(digest "$work/chunked.json")?tag=v2&tag=stable-2" "$work/chunked.json" "$manifest"
echo "manifest shop/web v2 $(digest "$work/chunked.json")" >>"$expected"
echo "manifest shop/web stable-2 $(digest "$work/chunked.json")" >>"$expected"
blob shop/web "$work/layer-sha512" sha512

# An upload that nobody came back to.
location=$(curl -s -o /dev/null -D - -X POST "$url/shop/web/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
head -c 1000 "$work/layer-first" >"$work/begun"
status 202 -X PATCH --data-binary "@$work/begun" "${url%/v2}$location"
