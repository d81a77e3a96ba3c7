using System.Reflection;
using System.Text.Json;
using Orchestrator.TestSupport;

namespace Orchestrator.Testbed.RealNetwork.Tests;

/// <summary>The testbed's runner as a process of its own: it trusts the site's root, which no test process does.</summary>
internal static class Runner
{
    /// <summary>Starts it; it says one JSON object a line.</summary>
    public static ExternalProcess Start(string scenarios, string world, string? temporary = null) => ExternalProcess.Start(
        Metadata("Runner"),
        ["run", scenarios, "--world", world, "--json"],
        temporary is null ? null : new Dictionary<string, string?> { ["TMPDIR"] = temporary });

    /// <summary>Folder of the shipped scenarios.</summary>
    public static string Scenarios => Metadata("Scenarios");

    /// <summary>The next thing that it says; null at its end.</summary>
    public static async Task<JsonElement?> NextAsync(ExternalProcess run, CancellationToken cancellationToken) =>
        await run.Output.ReadLineAsync(cancellationToken) is { } line ? JsonDocument.Parse(line).RootElement : null;

    private static string Metadata(string key) =>
        typeof(Runner).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!;
}
