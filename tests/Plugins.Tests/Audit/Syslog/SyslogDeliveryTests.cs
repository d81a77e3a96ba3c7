using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.Syslog;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Plugins.Tests.Audit.Syslog;

/// <summary>What is confirmed, and what isn't, when a receiver dies, cuts, or never ends.</summary>
public sealed class SyslogDeliveryTests : IAsyncLifetime
{
    private const string Log = "support.example.com/broker";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SyslogBench _bench = new();

    public Task InitializeAsync() => _bench.StartAsync();

    public Task DisposeAsync() => _bench.DisposeAsync();

    [SkippableFact]
    public async Task It_says_that_it_does_not_confirm_durability()
    {
        await using var sink = await _bench.SinkAsync(_bench.Settings());

        Assert.False(((IAuditSinkTraits)sink).ConfirmsDurability);
    }

    [SkippableFact]
    public async Task A_receiver_that_was_away_gets_what_it_missed()
    {
        await using var sink = await OpenAsync();
        await sink.AppendAsync(Log, Entries(0, 2), default);
        var before = await _bench.ReceivedAsync();
        await _bench.Server.CrashAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () => await sink.AppendAsync(Log, Entries(2, 3), default));

        Assert.Contains("can't be reached", failure.Message, StringComparison.Ordinal);
        await _bench.Server.RestartAsync();
        Assert.Equal(2, await sink.OpenAsync(Log, default));
        Assert.Equal(5, await sink.AppendAsync(Log, Entries(2, 3), default));
        Assert.Equal(["0", "1", "2", "3", "4"], (await _bench.ReceivedAsync()).Select(message => message.Parameter("seq")));
        Assert.Equal(2, before.Count);
    }

    [SkippableFact]
    public async Task A_receiver_that_cuts_before_it_has_read_everything_confirms_nothing()
    {
        using var certificate = _bench.Authority.Issue(["127.0.0.1"]);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var cutting = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync();
            await using var tls = new SslStream(new NetworkStream(socket));
            await tls.AuthenticateAsServerAsync(certificate);
            await tls.ReadExactlyAsync(new byte[16]);

            // More lies in its buffers, read by nobody: its end is a reset.
            await socket.ReceiveAsync(new byte[1], SocketFlags.Peek);
        });
        await using var sink = await _bench.SinkAsync(_bench.SettingsFor(((IPEndPoint)listener.LocalEndpoint).Port));
        await sink.OpenAsync(Log, default);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await sink.AppendAsync(Log, Enumerable.Range(0, 60).Select(i => new AuditEntry(i, Encoding.ASCII.GetBytes(new string('x', 60_000)))).ToArray(), default));

        await cutting.WaitAsync(Patience);
        Assert.Contains("sent again", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, await sink.OpenAsync(Log, default));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_receiver_that_never_ends_confirms_nothing_and_is_left_when_the_call_is_cancelled(bool reads)
    {
        using var certificate = _bench.Authority.Issue(["127.0.0.1"]);
        var read = new TaskCompletionSource();
        await using var endless = LoopbackServer.Start(
            async (stream, stop) =>
            {
                await stream.ReadExactlyAsync(new byte[1], stop);
                read.SetResult();
                if (reads)
                    await stream.CopyToAsync(Stream.Null, stop);
                await Task.Delay(Timeout.Infinite, stop);
            },
            certificate);
        await using var sink = await _bench.SinkAsync(_bench.SettingsFor(endless.Port));
        await sink.OpenAsync(Log, default);
        using var stop = new CancellationTokenSource();
        var append = sink.AppendAsync(Log, Entries(0, 3), stop.Token).AsTask();
        await read.Task.WaitAsync(Patience);
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append.WaitAsync(Patience));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It ended only after {watch.Elapsed}.");
        Assert.Equal(0, await sink.OpenAsync(Log, default));
    }

    [SkippableFact]
    public async Task What_was_sent_and_not_remembered_comes_again_under_the_same_numbers()
    {
        await using var sink = await OpenAsync();
        await sink.AppendAsync(Log, Entries(0, 3), default);

        // As if the program had died between the end of the delivery and its note of it.
        var note = Assert.Single(Directory.GetFiles(Folder, "*.next"));
        await File.WriteAllTextAsync(note, "1\n");
        await using var again = await OpenAsync();
        Assert.Equal(1, await again.OpenAsync(Log, default));
        await again.AppendAsync(Log, Entries(1, 2), default);

        var received = await _bench.ReceivedAsync();
        Assert.Equal(["0", "1", "2", "1", "2"], received.Select(message => message.Parameter("seq")));
        Assert.Equal(3, received.DistinctBy(message => (message.Parameter("log"), message.Parameter("seq"), message.Parameter("leaf"), message.Text)).Count());
    }

    [SkippableFact]
    public async Task A_note_that_is_no_number_is_not_guessed_at()
    {
        await using (var sink = await OpenAsync())
            await sink.AppendAsync(Log, Entries(0, 1), default);
        var note = Assert.Single(Directory.GetFiles(Folder, "*.next"));
        await File.WriteAllTextAsync(note, "-1");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(OpenAsync);

        Assert.Contains("isn't the number", failure.Message, StringComparison.Ordinal);
    }

    private string Folder => Path.Combine(Path.GetDirectoryName(_bench.RootsFile)!, "data");

    private static AuditEntry[] Entries(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => new AuditEntry(i, Encoding.UTF8.GetBytes($"{{\"seq\":{i}}}")))];

    private async Task<SyslogAuditSink> OpenAsync()
    {
        var sink = await _bench.SinkAsync(_bench.Settings());
        await sink.OpenAsync(Log, default);
        return sink;
    }
}
