#!/bin/sh
# Runs a command in a fresh Debian root, in mount and process namespaces of its own, so that nothing stays mounted or running.
# Usage: enter.sh ROOT COMMAND...   with RUSTUP_HOME, CARGO_HOME and KEEP (names of variables to pass on) in the environment.
set -eu
root=$1
shift
mount --make-rprivate /
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
mount --bind /sys "$root/sys"

# The Rust toolchain and nothing else of this machine, and nothing in it may change.
for folder in .rustup .cargo/bin; do
    mkdir -p "$root/root/$folder"
done
mount --bind "$RUSTUP_HOME" "$root/root/.rustup"
mount -o remount,bind,ro "$root/root/.rustup"
mount --bind "$CARGO_HOME/bin" "$root/root/.cargo/bin"
mount -o remount,bind,ro "$root/root/.cargo/bin"

# What the network of this machine needs: proxies, certificates.
for name in $KEEP; do
    eval "value=\${$name-}"
    [ -z "$value" ] || set -- "$name=$value" "$@"
done
exec chroot "$root" env -i HOME=/root TERM="${TERM:-dumb}" LANG=C.UTF-8 \
    PATH=/root/.cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
