using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Audit;

namespace MyPlugin.Tests;

public sealed class MyPluginSpecs : AuditSinkConformance
{
    protected override IAuditSink Create() => new MyPlugin();

    protected override IEnumerable<string> BadSettings => ["""{"folder": 5}""", """{"folder": ""}"""];

    protected override async Task<IReadOnlyList<string>> ReadLinesAsync(string logId) =>
        await File.ReadAllLinesAsync(Path.Combine(Folder, MyPlugin.NameOf(logId)));

    protected override async Task<IReadOnlyList<string>> ReadCheckpointsAsync(string logId)
    {
        // A note is text, an empty line, signatures; an empty line follows it.
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, MyPlugin.NameOf(logId) + ".checkpoints"));
        var parts = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        return [.. parts.Chunk(2).Select(part => $"{part[0]}\n\n{part[1]}\n")];
    }
}
