//! The `peakdesk` program: hands the command line to [`peakdesk::cli`].

fn main() -> std::process::ExitCode {
    peakdesk::cli::main()
}
