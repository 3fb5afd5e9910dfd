"""What a server's process is before it becomes the server: mounts an open /dev/fuse in a mount namespace of its own. Run as
`mount_fuse.py DEVICE TARGET COMMAND…`."""

import ctypes
import os
import sys

READONLY, NOSUID, NODEV = 1, 2, 4


def run(device, target, command):
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions".encode()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"held", os.fsencode(target), b"fuse", READONLY | NOSUID | NODEV, options):
        raise OSError(ctypes.get_errno(), "cannot mount")
    # The server has no business with it.
    os.set_inheritable(device, False)
    os.execvp(command[0], command)


if __name__ == "__main__":
    run(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
