//! Where a pipeline reads: the file that was passed with the job, by position. Nothing is opened.

use std::fs::File;

use gst::glib;
use gst::glib::subclass::prelude::ObjectSubclassIsExt;
use walros_jobs::Fault;

use crate::avio::PositionedFile;

glib::wrapper! {
    /// An element with the bytes of an open file.
    pub struct Source(ObjectSubclass<imp::Source>) @extends gst_base::BaseSrc, gst::Element, gst::Object;
}

impl Source {
    pub fn new(file: &File) -> Result<Self, Fault> {
        let source: Self = glib::Object::new();
        // A new one has none.
        let _ = source.imp().file.set(PositionedFile::new(file)?);
        Ok(source)
    }
}

mod imp {
    use std::sync::{LazyLock, OnceLock};

    use gst::glib;
    use gst::subclass::prelude::*;
    use gst_base::prelude::*;
    use gst_base::subclass::prelude::*;
    use walros_media::read::Source as _;

    use crate::avio::PositionedFile;

    #[derive(Default)]
    pub struct Source {
        pub(super) file: OnceLock<PositionedFile>,
    }

    #[glib::object_subclass]
    impl ObjectSubclass for Source {
        const NAME: &'static str = "WalrosOpenFile";
        type Type = super::Source;
        type ParentType = gst_base::BaseSrc;
    }

    impl ObjectImpl for Source {
        fn constructed(&self) {
            self.parent_constructed();
            self.obj().set_format(gst::Format::Bytes);
        }
    }

    impl GstObjectImpl for Source {}

    impl ElementImpl for Source {
        fn pad_templates() -> &'static [gst::PadTemplate] {
            static TEMPLATES: LazyLock<Vec<gst::PadTemplate>> = LazyLock::new(|| {
                let any = gst::Caps::new_any();
                gst::PadTemplate::new("src", gst::PadDirection::Src, gst::PadPresence::Always, &any).into_iter().collect()
            });
            &TEMPLATES
        }
    }

    impl BaseSrcImpl for Source {
        fn is_seekable(&self) -> bool {
            true
        }

        fn size(&self) -> Option<u64> {
            self.file.get().map(|file| file.length())
        }

        fn fill(&self, offset: u64, length: u32, buffer: &mut gst::BufferRef) -> Result<gst::FlowSuccess, gst::FlowError> {
            let file = self.file.get().ok_or(gst::FlowError::Error)?;
            let count = file.length().saturating_sub(offset).min(length.into()) as usize;
            if count == 0 {
                return Err(gst::FlowError::Eos);
            }
            {
                let mut memory = buffer.map_writable().map_err(|_| gst::FlowError::Error)?;
                let place = memory.get_mut(..count).ok_or(gst::FlowError::Error)?;
                if let Err(error) = file.read_exact_at(offset, place) {
                    gst::element_imp_error!(self, gst::ResourceError::Read, ["{}", error]);
                    return Err(gst::FlowError::Error);
                }
            }
            buffer.set_size(count);
            Ok(gst::FlowSuccess::Ok)
        }
    }
}
