//! Development tasks: `cargo xtask --help` lists them. Nothing of the product is here, and nothing here is in the product.

// A command-line tool: what it prints is its result.
#![allow(clippy::print_stdout)]

mod bench;
mod chroot;
mod compile;
mod library;
mod project;
mod run;
mod say;
mod setup;
mod shell;
mod test;
mod tidy;

use anyhow::{Context, Result};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use project::Project;
use std::path::PathBuf;
use std::process::ExitCode;

fn cli() -> Command {
    let yes = Arg::new("yes").long("yes").action(ArgAction::SetTrue).help("Install what is missing without asking");
    let release = Arg::new("release").long("release").action(ArgAction::SetTrue).help("Optimise fully: slower to build, faster to run");
    Command::new("cargo xtask")
        .about("Walros development tasks")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("run")
                .about("Set up, build, and serve folders of media (by default a sample library made here)")
                .args([yes.clone(), release.clone()])
                .arg(Arg::new("folder").num_args(0..).help("A folder of media, or KIND:FOLDER"))
                .arg(Arg::new("server").last(true).num_args(0..).help("Further arguments for `walros serve`")),
        )
        .subcommand(Command::new("build").about("Set up and build everything, and no more").args([yes.clone(), release]))
        .subcommand(
            Command::new("test")
                .about("Set up and run every check there is")
                .arg(yes.clone())
                .arg(Arg::new("only").long("only").num_args(1..).value_name("GROUP").help("Only these groups of checks"))
                .arg(Arg::new("list").long("list").action(ArgAction::SetTrue).help("List the groups and stop")),
        )
        .subcommand(
            Command::new("sample")
                .about("Make the sample library, or one from a seed")
                .arg(
                    Arg::new("seed")
                        .long("seed")
                        .value_name("N")
                        .value_parser(value_parser!(u64))
                        .requires("dir")
                        .help("Other titles, lengths and track orders, decided by this number"),
                )
                .arg(Arg::new("dir").value_parser(value_parser!(PathBuf)).help("Where to; the fixed library goes to the user's cache by default")),
        )
        .subcommand(
            Command::new("many").about("Make a big library of tiny files").arg(Arg::new("dir").required(true).value_parser(value_parser!(PathBuf))).args([
                number("movies", "8000", "Films"),
                number("series", "50", "Series, of two seasons each"),
                number("episodes", "20", "Episodes a season"),
            ]),
        )
        .subcommand(
            Command::new("bench")
                .about("Measure beside a plain way to do the same")
                .subcommand_required(true)
                .arg(yes.clone())
                .subcommand(Command::new("api").about("Requests on 100,000 items, beside the same SQL run bare"))
                .subcommand(
                    Command::new("media").about("Streams, beside nginx and ffmpeg").arg(
                        Arg::new("only")
                            .value_name("GROUP")
                            .value_parser(["copy", "transcode", "playlist", "subtitles", "segments", "pictures"])
                            .help("Only these figures"),
                    ),
                )
                .subcommand(
                    Command::new("pictures")
                        .about("Pictures for seeking, beside ffmpeg")
                        .args([number("minutes", "30", "How long the film is"), number("rounds", "1", "How often")]),
                )
                .subcommand(Command::new("scan").about("A first scan of 10,000 files, beside ffprobe").arg(number("rounds", "3", "How often"))),
        )
        .subcommand(
            Command::new("chroot-check")
                .about("Run commands on a fresh Debian 12 made with mmdebstrap, from a clean clone of HEAD")
                .arg(Arg::new("keep").long("keep").action(ArgAction::SetTrue).help("Do not delete the root afterwards"))
                .arg(Arg::new("command").num_args(0..).default_values(["test", "run"]).help("run, test or build")),
        )
        .subcommand(Command::new("tidy").about("Check the rules of the house: crate edges, file sizes, migrations"))
}

fn number(name: &'static str, default: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name("N").value_parser(value_parser!(u32)).default_value(default).help(help)
}

fn main() -> ExitCode {
    match dispatch(&cli().get_matches()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(matches: &ArgMatches) -> Result<()> {
    let mut project = Project::find()?;
    let Some((name, given)) = matches.subcommand() else { return Ok(()) };
    match name {
        "run" => run::run(&mut project, given.get_flag("yes"), given.get_flag("release"), &strings(given, "folder"), &strings(given, "server")),
        "build" => compile::everything(&mut project, given.get_flag("yes"), given.get_flag("release")),
        "test" if given.get_flag("list") => test::list(),
        "test" => test::run(&mut project, given.get_flag("yes"), &strings(given, "only")),
        "sample" => {
            let folder = given.get_one::<PathBuf>("dir").cloned().unwrap_or_else(|| project.sample());
            given.get_one::<u64>("seed").map_or_else(|| library::make_sample(&folder), |seed| library::make_random(*seed, &folder))
        }
        "many" => {
            let [movies, series, episodes] = ["movies", "series", "episodes"].map(|name| given.get_one::<u32>(name).copied().unwrap_or_default());
            library::many::make(given.get_one::<PathBuf>("dir").context("no folder")?, library::many::Size { movies, series, episodes })
        }
        "bench" => {
            setup::prepare(&mut project, setup::Purpose { bench: true, ..setup::Purpose::default() }, given.get_flag("yes"))?;
            match given.subcommand() {
                Some(("api", _)) => bench::api::run(&project),
                Some(("media", given)) => bench::media::run(&project, given.get_one::<String>("only").map(String::as_str)),
                Some(("pictures", given)) => {
                    let [minutes, rounds] = ["minutes", "rounds"].map(|name| given.get_one::<u32>(name).copied().unwrap_or(1).max(1));
                    bench::trickplay::run(&project, minutes, rounds)
                }
                Some(("scan", given)) => bench::scan::run(&project, given.get_one::<u32>("rounds").copied().unwrap_or(1)),
                _ => Ok(()),
            }
        }
        "chroot-check" => chroot::check(&project, &strings(given, "command"), given.get_flag("keep")),
        "tidy" => tidy::run(&project),
        _ => Ok(()),
    }
}

fn strings(given: &ArgMatches, name: &str) -> Vec<String> {
    given.get_many::<String>(name).into_iter().flatten().cloned().collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::cli().debug_assert();
    }
}
