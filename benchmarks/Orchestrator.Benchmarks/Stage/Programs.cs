namespace Orchestrator.Benchmarks.Stage;

/// <summary>Programs of the system that a benchmark may be held against.</summary>
internal static class Programs
{
    /// <summary>Full path; null when it isn't installed.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
