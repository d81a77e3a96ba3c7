using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.File;

namespace Orchestrator.Plugins.Tests.Audit;

public sealed class FileSinkConformance : LocalSinkConformance
{
    protected override IEnumerable<string> BadSettings => ["""{"folder": 5}""", """{"folder": null}""", """{"folder": "/tmp", "folder": "/tmp"}"""];

    protected override IAuditSink Create() => new FileAuditSink();

    protected override async Task<IReadOnlyList<string>> ReadLinesAsync(string logId)
    {
        var text = await ReadAsync(logId, ".jsonl");
        return text.Length == 0 ? [] : text[..^1].Split('\n');
    }

    protected override async Task<IReadOnlyList<string>> ReadCheckpointsAsync(string logId)
    {
        // A note is text, an empty line, signatures; an empty line follows it.
        var parts = (await ReadAsync(logId, ".checkpoints")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        return [.. parts.Chunk(2).Select(p => $"{p[0]}\n\n{p[1]}\n")];
    }

    [Fact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task What_was_written_and_not_confirmed_is_cut_at_every_byte()
    {
        var sink = await StartAsync();
        await sink.OpenAsync("log", default);
        await sink.AppendAsync("log", Entries(0, 3), default);
        await sink.DisposeAsync();
        var path = Directory.GetFiles(Folder, "*.jsonl").Single();
        var whole = await File.ReadAllBytesAsync(path);
        for (var length = 0; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(path, whole[..length]);
            var again = await StartAsync();
            var durable = (int)await again.OpenAsync("log", default);
            Assert.Equal(whole[..length].Count(b => b == '\n'), durable);
            Assert.Equal(3, await again.AppendAsync("log", Entries(durable, 3 - durable), default));
            Assert.Equal(whole, await File.ReadAllBytesAsync(path));
        }
    }

    [Fact]
    public async Task A_file_that_somebody_cut_while_it_was_open_is_not_written_on()
    {
        var sink = await StartAsync();
        await sink.OpenAsync("log", default);
        await sink.AppendAsync("log", Entries(0, 3), default);
        await File.WriteAllBytesAsync(Directory.GetFiles(Folder, "*.jsonl").Single(), []);
        await Assert.ThrowsAsync<IOException>(async () => await sink.AppendAsync("log", Entries(3, 1), default));
    }

    private async Task<string> ReadAsync(string logId, string ending)
    {
        // Each log has its own pair of files; which one it is, its name says, and only the sink knows how: find it by opening it alone.
        var sink = new FileAuditSink();
        var aside = Directory.CreateTempSubdirectory("name-");
        await sink.StartAsync(new PluginContext { DataDirectory = aside.FullName, Time = TimeProvider.System, Log = new QuietLog() }, default);
        await sink.OpenAsync(logId, default);
        var name = Path.GetFileNameWithoutExtension(Directory.GetFiles(aside.FullName, "*.jsonl").Single());
        aside.Delete(recursive: true);
        return await File.ReadAllTextAsync(Path.Combine(Folder, name + ending), new UTF8Encoding(false, true));
    }
}
