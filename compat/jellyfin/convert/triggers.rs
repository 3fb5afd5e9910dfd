//! When a task runs, as the dashboard writes it.

use serde_json::{Value, json};
use walros_engine::schedule::Trigger;

use crate::error::{Error, Result};
use crate::json::Object;
use crate::lookup::Lookup;
use crate::time;

const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

pub fn trigger(trigger: &Trigger) -> Value {
    let seconds = |seconds: u64| time::ticks(std::time::Duration::from_secs(seconds));
    let of_day = |minute: u32| seconds(u64::from(minute) * 60);
    match trigger {
        Trigger::Interval { seconds: length } => json!({ "Type": "IntervalTrigger", "IntervalTicks": seconds(*length) }),
        Trigger::Daily { minute } => json!({ "Type": "DailyTrigger", "TimeOfDayTicks": of_day(*minute) }),
        Trigger::Weekly { day, minute } => {
            json!({ "Type": "WeeklyTrigger", "TimeOfDayTicks": of_day(*minute), "DayOfWeek": DAYS.get(*day as usize) })
        }
        Trigger::Startup => json!({ "Type": "StartupTrigger" }),
    }
}

pub fn parse(body: &Object) -> Result<Trigger> {
    let kind = body.text("Type").ok_or_else(|| Error::invalid("Type", "missing"))?;
    let seconds = |name: &'static str| -> Result<u64> { Ok(body.ticks(name)?.ok_or_else(|| Error::invalid(name, "missing"))?.as_secs()) };
    let minute = || -> Result<u32> { Ok(u32::try_from(seconds("TimeOfDayTicks")? / 60).unwrap_or(u32::MAX)) };
    match kind.to_ascii_lowercase().as_str() {
        "intervaltrigger" => Ok(Trigger::Interval { seconds: seconds("IntervalTicks")? }),
        "dailytrigger" => Ok(Trigger::Daily { minute: minute()? }),
        "weeklytrigger" => {
            let word = body.text("DayOfWeek").unwrap_or_default();
            let day = DAYS.into_iter().zip(0..).find(|(name, _)| name.eq_ignore_ascii_case(&word));
            Ok(Trigger::Weekly { day: day.ok_or_else(|| Error::invalid("DayOfWeek", "not a day"))?.1, minute: minute()? })
        }
        "startuptrigger" => Ok(Trigger::Startup),
        _ => Err(Error::invalid("Type", "not a kind of trigger")),
    }
}

#[cfg(test)]
mod tests {
    use walros_engine::schedule::Trigger;

    use super::{parse, trigger};
    use crate::json::Object;

    #[test]
    fn triggers_come_back_as_they_were() {
        for one in [Trigger::Interval { seconds: 43_200 }, Trigger::Daily { minute: 90 }, Trigger::Weekly { day: 6, minute: 1439 }, Trigger::Startup] {
            assert_eq!(parse(&Object(trigger(&one).as_object().unwrap().clone())).unwrap(), one);
        }
    }
}
