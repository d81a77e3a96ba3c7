using System.Collections.Immutable;

namespace Orchestrator.Testbed.Servers.Running;

/// <summary>Programs of this machine.</summary>
public static class Programs
{
    // Not on everybody's path, though servers are there.
    private static readonly string[] Servers = ["/usr/sbin", "/usr/local/sbin", "/sbin"];

    /// <summary>Full path of a program; null when it isn't there.</summary>
    public static string? Find(string name) => Path.IsPathRooted(name)
        ? File.Exists(name) ? name : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(Servers)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>Those of a plan's programs that aren't there.</summary>
    public static ImmutableArray<string> Missing(ServerPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. plan.Needs.Where(name => Find(name) is null)];
    }
}
