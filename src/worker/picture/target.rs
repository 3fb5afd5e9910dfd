//! How large a picture becomes.

use walros_jobs::ImageSize;

/// The longest side that every format can hold (WebP's limit).
const SIDE_MAX: u32 = 16_383;
/// Pixels of the largest picture that is made.
const PIXELS_MAX: f64 = 64_000_000.0;

/// The size after scaling a picture of `width` × `height`; never larger than that, never empty.
pub(super) fn size(width: u32, height: u32, size: ImageSize) -> (u32, u32) {
    let (across, down) = (f64::from(width.max(1)), f64::from(height.max(1)));
    // Zero in a box means that this side is free.
    let side = |wanted: u32, own: f64| if wanted == 0 { f64::INFINITY } else { f64::from(wanted) / own };
    let (x, y) = match size {
        ImageSize::Original => (1.0, 1.0),
        ImageSize::Within { width, height } => {
            let scale = side(width, across).min(side(height, down));
            (scale, scale)
        }
        ImageSize::Cover { width, height } => {
            let scale = (f64::from(width) / across).max(f64::from(height) / down);
            (scale, scale)
        }
        ImageSize::Exact { width, height } => (side(width, across), side(height, down)),
    };
    let (x, y) = (x.min(1.0), y.min(1.0));
    let most = f64::from(SIDE_MAX) / (across * x).max(down * y);
    let most = most.min((PIXELS_MAX / (across * x * down * y)).sqrt()).min(1.0);
    let round = |length: f64| (length.round() as u32).clamp(1, SIDE_MAX);
    (round(across * x * most), round(down * y * most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_without_ever_growing() {
        let within = |width, height| ImageSize::Within { width, height };
        for (from, wanted, to) in [
            ((500, 750), ImageSize::Original, (500, 750)),
            ((500, 750), within(200, 200), (133, 200)),
            ((500, 750), within(200, 0), (200, 300)),
            ((500, 750), within(5000, 5000), (500, 750)),
            ((500, 750), ImageSize::Cover { width: 100, height: 100 }, (100, 150)),
            ((500, 750), ImageSize::Cover { width: 1000, height: 1000 }, (500, 750)),
            ((500, 750), ImageSize::Exact { width: 100, height: 100 }, (100, 100)),
            ((500, 750), ImageSize::Exact { width: 1000, height: 100 }, (500, 100)),
            ((1, 3000), within(10, 10), (1, 10)),
        ] {
            assert_eq!(size(from.0, from.1, wanted), to, "{from:?} {wanted:?}");
        }
    }

    #[test]
    fn stays_within_what_formats_hold() {
        let (width, height) = size(40_000, 10, ImageSize::Original);
        assert!(width <= SIDE_MAX && height >= 1);
        let (width, height) = size(12_000, 10_000, ImageSize::Original);
        assert!(f64::from(width) * f64::from(height) <= PIXELS_MAX * 1.001);
    }
}
