namespace Orchestrator.TestSupport;

/// <summary>Tests against real programs: skipped with a reason where a program is missing, failed where it must be there.</summary>
public static class RealComponent
{
    /// <summary>Set to 1 where everything must be installed.</summary>
    public const string RequireVariable = "ORCHESTRATOR_REQUIRE_REAL";

    /// <summary>Set to 1 to leave these tests out: the fast suite.</summary>
    public const string FastVariable = "ORCHESTRATOR_FAST";

    /// <summary>
    /// Skips the running <c>[SkippableFact]</c> when one of <paramref name="executables"/> isn't on the path; fails it instead when
    /// <see cref="RequireVariable"/> is 1.
    /// </summary>
    public static void Require(params string[] executables)
    {
        Skip.If(Environment.GetEnvironmentVariable(FastVariable) == "1", "left out by --fast");
        var missing = executables.Where(name => Find(name) is null).ToArray();
        if (missing.Length == 0)
            return;
        Missing($"not installed: {string.Join(", ", missing)}");
    }

    /// <summary>The same for anything else that a test needs and that isn't there.</summary>
    /// <param name="reason">What is missing and why.</param>
    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable(RequireVariable) == "1")
            Assert.Fail($"A real component is {reason}.");
        Skip.If(true, reason);
    }

    /// <summary>Full path of an executable; null when it isn't on the path.</summary>
    public static string? Find(string executable) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, executable))
            .FirstOrDefault(File.Exists);
}
