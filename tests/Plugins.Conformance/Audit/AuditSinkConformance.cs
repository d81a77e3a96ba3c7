using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Audit;

/// <summary>
/// What every audit sink must do: exactly once by sequence number, no gaps, durable when it says so, logs apart from each other. A sink is right when
/// a class that derives from this passes.
/// </summary>
public abstract partial class AuditSinkConformance : PluginConformance<IAuditSink>
{
    private const string Log = "support.example.com/run/0001";

    /// <summary>A line that no record has, of bytes that are easily lost. A sink whose place can't carry all of them says so by another line.</summary>
    protected virtual string OddLine => "ä\u202e\0";

    /// <summary>The lines that lie there for a log, read without the sink.</summary>
    protected abstract Task<IReadOnlyList<string>> ReadLinesAsync(string logId);

    /// <summary>The notes that lie there for a log, in order, read without the sink.</summary>
    protected abstract Task<IReadOnlyList<string>> ReadCheckpointsAsync(string logId);

    [SkippableFact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task A_new_log_expects_record_0_and_what_is_confirmed_is_there()
    {
        var sink = await StartAsync();
        Assert.Equal(0, await sink.OpenAsync(Log, default));
        Assert.Equal(3, await sink.AppendAsync(Log, Entries(0, 3), default));
        Assert.Equal(Lines(0, 3), await ReadLinesAsync(Log));
        Assert.Equal(3, await sink.OpenAsync(Log, default));
    }

    [SkippableFact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task After_a_restart_it_goes_on_at_what_is_durable()
    {
        var first = await StartAsync();
        await first.OpenAsync(Log, default);
        await first.AppendAsync(Log, Entries(0, 5), default);
        await first.DisposeAsync();
        var second = await StartAsync();
        Assert.Equal(5, await second.OpenAsync(Log, default));
        Assert.Equal(7, await second.AppendAsync(Log, Entries(5, 2), default));
        Assert.Equal(Lines(0, 7), await ReadLinesAsync(Log));
    }

    [SkippableFact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task Records_that_come_again_are_stored_once()
    {
        var sink = await StartAsync();
        await sink.OpenAsync(Log, default);
        await sink.AppendAsync(Log, Entries(0, 4), default);
        Assert.Equal(4, await sink.AppendAsync(Log, Entries(0, 4), default));
        Assert.Equal(4, await sink.AppendAsync(Log, Entries(1, 2), default));
        Assert.Equal(6, await sink.AppendAsync(Log, Entries(2, 4), default));
        Assert.Equal(6, await sink.AppendAsync(Log, default, default));
        Assert.Equal(Lines(0, 6), await ReadLinesAsync(Log));
    }

    [SkippableFact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task A_gap_is_refused_and_nothing_of_its_batch_is_kept()
    {
        var sink = await StartAsync();
        await sink.OpenAsync(Log, default);
        await sink.AppendAsync(Log, Entries(0, 2), default);
        await Refused(() => sink.AppendAsync(Log, Entries(3, 1), default));
        AuditEntry[] holed = [.. Entries(2, 1).ToArray(), .. Entries(4, 1).ToArray()];
        await Refused(() => sink.AppendAsync(Log, holed, default));
        Assert.Equal(Lines(0, 2), await ReadLinesAsync(Log));
        Assert.Equal(3, await sink.AppendAsync(Log, Entries(2, 1), default));
    }

    [SkippableFact]
    public async Task A_record_that_is_not_one_line_is_refused_with_its_batch()
    {
        var sink = await StartAsync();
        await sink.OpenAsync(Log, default);
        AuditEntry[] bad = [.. Entries(0, 1).ToArray(), new AuditEntry(1, "{\"seq\":1}\n{\"seq\":2}"u8.ToArray())];
        await Refused(() => sink.AppendAsync(Log, bad, default));
        Assert.Empty(await ReadLinesAsync(Log));
        Assert.Equal(0, await sink.OpenAsync(Log, default));
    }

    [SkippableFact]
    public async Task A_log_that_is_not_open_is_refused()
    {
        var sink = await StartAsync();
        await Refused(() => sink.AppendAsync(Log, Entries(0, 1), default));
        await Assert.ThrowsAnyAsync<Exception>(async () => await sink.PutCheckpointAsync(Log, "note\n"u8.ToArray(), default));
    }

    [SkippableFact]
    public async Task Logs_with_odd_names_stay_apart_and_within_the_folder()
    {
        string[] odd =
        [
            "a", "A", "a/b", "a\\b", "a%2fb", "../../../etc/passwd", "..", ".", "con", "a b", "a\0b", "a\nb", "'; DROP TABLE records; --",
            "\u00e4", "a\u0308", "\u202e", new string('x', 1000), new string('x', 1001), "",
        ];
        var sink = await StartAsync();
        var outside = Snapshot(Path.GetDirectoryName(Folder)!);
        for (var i = 0; i < odd.Length; i++)
        {
            Assert.Equal(0, await sink.OpenAsync(odd[i], default));
            Assert.Equal(i + 1, await sink.AppendAsync(odd[i], Entries(0, i + 1), default));
        }

        for (var i = 0; i < odd.Length; i++)
            Assert.Equal(Lines(0, i + 1), await ReadLinesAsync(odd[i]));
        Assert.Equal(outside, Snapshot(Path.GetDirectoryName(Folder)!));
    }

    [SkippableFact]
    public async Task Records_of_any_allowed_size_are_kept_byte_for_byte()
    {
        var sink = await StartAsync();
        await sink.OpenAsync(Log, default);
        var lines = new[] { "{}", new string('x', 65_535), OddLine, "" };
        await sink.AppendAsync(Log, lines.Select((l, i) => new AuditEntry(i, Encoding.UTF8.GetBytes(l))).ToArray(), default);
        Assert.Equal(lines, await ReadLinesAsync(Log));
        await sink.DisposeAsync();
        Assert.Equal(4, await (await StartAsync()).OpenAsync(Log, default));
    }

    [SkippableFact]
    public async Task Checkpoints_are_kept_in_order_byte_for_byte()
    {
        const string one = "o\n1\nAAA=\n\n\u2014 o x\n";
        const string two = "o\n2\nBBB=\n\n\u2014 o y\n";
        var sink = await StartAsync();
        await sink.OpenAsync(Log, default);
        await sink.PutCheckpointAsync(Log, Encoding.UTF8.GetBytes(one), default);
        await sink.DisposeAsync();
        sink = await StartAsync();
        await sink.OpenAsync(Log, default);
        await sink.PutCheckpointAsync(Log, Encoding.UTF8.GetBytes(two), default);
        Assert.Equal([one, two], await ReadCheckpointsAsync(Log));
    }

    [SkippableFact]
    public async Task A_cancelled_append_stores_nothing()
    {
        var sink = await StartAsync();
        await sink.OpenAsync(Log, default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await sink.AppendAsync(Log, Entries(0, 1), new CancellationToken(canceled: true)));
        Assert.Empty(await ReadLinesAsync(Log));
        Assert.Equal(1, await sink.AppendAsync(Log, Entries(0, 1), default));
    }

    [SkippableFact]
    public async Task Without_a_place_to_write_it_does_not_start()
    {
        await using var sink = Create();
        await Assert.ThrowsAnyAsync<Exception>(async () => await sink.StartAsync(new PluginContext { Time = TimeProvider.System, Log = new QuietLog() }, default));
    }

    /// <summary>Records as a log would offer them.</summary>
    protected static ReadOnlyMemory<AuditEntry> Entries(int first, int count) =>
        Lines(first, count).Select((line, i) => new AuditEntry(first + i, Encoding.UTF8.GetBytes(line))).ToArray();

    /// <summary>Their lines.</summary>
    protected static string[] Lines(int first, int count) => [.. Enumerable.Range(first, count).Select(i => $"{{\"v\":1,\"seq\":{i}}}")];

    private static async Task Refused(Func<ValueTask<long>> append) => await Assert.ThrowsAnyAsync<Exception>(async () => await append());

    // Other tests come and go in the same folder; what counts is what a sink could have made there.
    private static string Snapshot(string folder) => string.Join('\n', Directory.EnumerateFileSystemEntries(folder)
        .Select(Path.GetFileName).Where(n => n!.Contains("log", StringComparison.OrdinalIgnoreCase) || n.Contains("passwd", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
}
