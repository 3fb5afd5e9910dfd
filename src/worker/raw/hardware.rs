//! Devices that encode, and pictures in their memory, after libav's `hwcontext.h`. Ran on no device here.
#![expect(unsafe_code, reason = "the safe wrapper does not reach them")]

use std::ffi::{CStr, CString};
use std::ptr;

use ffmpeg_next::codec::Context;
use ffmpeg_next::format::Pixel;
use ffmpeg_next::{Dictionary, Error, ffi, frame};
use walros_model::Device;

/// A reference to something that libav counts.
struct Counted(*mut ffi::AVBufferRef);

// SAFETY: libav counts references atomically, and makes pools of an open device from any thread.
unsafe impl Send for Counted {}
// SAFETY: as above.
unsafe impl Sync for Counted {}

impl Drop for Counted {
    fn drop(&mut self) {
        // SAFETY: our own reference, given back once.
        unsafe { ffi::av_buffer_unref(&mut self.0) }
    }
}

/// A device that is open.
pub(crate) struct Hardware(Counted);

impl Hardware {
    pub fn open(device: Device) -> Result<Self, Error> {
        let (kind, name, options) = match device {
            Device::Vaapi(_) => (ffi::AVHWDeviceType::AV_HWDEVICE_TYPE_VAAPI, Some(device.node()), Dictionary::new()),
            // What it is named by is an implementation; the node is that of the VA-API below it.
            Device::Qsv(_) => {
                let mut options = Dictionary::new();
                options.set("child_device_type", "vaapi");
                options.set("child_device", &device.node());
                (ffi::AVHWDeviceType::AV_HWDEVICE_TYPE_QSV, None, options)
            }
            Device::Nvenc(card) => (ffi::AVHWDeviceType::AV_HWDEVICE_TYPE_CUDA, Some(card.to_string()), Dictionary::new()),
        };
        let name = name.map(CString::new).transpose().map_err(|_| Error::InvalidData)?;
        let mut opened = ptr::null_mut();
        // SAFETY: name and options live through the call; libav fills the pointer when it says so.
        let outcome = unsafe {
            let name = name.as_ref().map_or(ptr::null(), |name| name.as_ptr());
            ffi::av_hwdevice_ctx_create(&mut opened, kind, name, options.as_ptr().cast_mut(), 0)
        };
        if outcome < 0 {
            return Err(Error::from(outcome));
        }
        if matches!(device, Device::Nvenc(_)) {
            keep_loaded(c"libnvidia-encode.so.1");
        }
        Ok(Self(Counted(opened)))
    }

    /// Room for pictures in its memory: `samples` as they are handed over, `memory` as encoders take them.
    pub fn pool(&self, memory: Pixel, samples: Pixel, width: u32, height: u32) -> Result<Pool, Error> {
        // SAFETY: the device is alive; the pool's fields are plain, and written before it is initialised.
        unsafe {
            let pool = Counted(ffi::av_hwframe_ctx_alloc(self.0.0));
            if pool.0.is_null() {
                return Err(Error::Other { errno: libc::ENOMEM });
            }
            let fields = &mut *(*pool.0).data.cast::<ffi::AVHWFramesContext>();
            fields.format = memory.into();
            fields.sw_format = samples.into();
            fields.width = width as i32;
            fields.height = height as i32;
            fields.initial_pool_size = POOL;
            match ffi::av_hwframe_ctx_init(pool.0) {
                0.. => Ok(Pool(pool)),
                error => Err(Error::from(error)),
            }
        }
    }
}

/// Pictures that an encoder may hold at a time. Quick Sync's pools do not grow.
const POOL: i32 = 32;

/// Room for pictures in a device's memory.
pub(crate) struct Pool(Counted);

impl Pool {
    /// Has an encoder that is not open yet take pictures of this pool.
    pub fn attach(&self, context: &mut Context) {
        // SAFETY: the encoder gets a reference of its own, which it gives back when it is freed.
        unsafe { (*context.as_mut_ptr()).hw_frames_ctx = ffi::av_buffer_ref(self.0.0) }
    }

    /// A picture's copy in the device's memory, without its times.
    pub fn upload(&self, picture: &frame::Video) -> Result<frame::Video, Error> {
        let mut copy = frame::Video::empty();
        // SAFETY: an empty frame of our own, filled from the pool, and a picture that is only read.
        let outcome = unsafe {
            match ffi::av_hwframe_get_buffer(self.0.0, copy.as_mut_ptr(), 0) {
                0.. => ffi::av_hwframe_transfer_data(copy.as_mut_ptr(), picture.as_ptr(), 0),
                error => error,
            }
        };
        if outcome < 0 {
            return Err(Error::from(outcome));
        }
        Ok(copy)
    }
}

/// libav loads a driver's encoder when it opens one, and lets go of it when it closes one; neither can be done again once
/// the process is locked in.
fn keep_loaded(library: &CStr) {
    // SAFETY: a driver that libav loads in the same way; it stays to the end.
    unsafe { libc::dlopen(library.as_ptr(), libc::RTLD_LAZY) };
}
