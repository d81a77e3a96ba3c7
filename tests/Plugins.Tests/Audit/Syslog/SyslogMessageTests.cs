using System.Security.Cryptography;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Tests.Capture;

namespace Orchestrator.Plugins.Tests.Audit.Syslog;

/// <summary>What a receiver reads in a message.</summary>
public sealed class SyslogMessageTests : IAsyncLifetime
{
    private const string Line = """{"v":1,"seq":7,"event":"session.opened","text":"ä \"quoted\" ] \\","when":{"utc":"2026-11-26T20:15:44.123Z","offset":0},"data":{"event":"other"}}""";

    private readonly SyslogBench _bench = new();

    public Task InitializeAsync() => _bench.StartAsync();

    public Task DisposeAsync() => _bench.DisposeAsync();

    [SkippableFact]
    public async Task A_record_is_one_message_with_its_own_time_code_place_and_hash()
    {
        await using var sink = await _bench.SinkAsync(_bench.Settings(("appName", "broker-1"), ("hostName", "support.example.com"), ("facility", "local3"), ("dataId", "audit@4711")));
        await SendAsync(sink, "example.com/\"broker\\]", Line);

        var message = Assert.Single(await _bench.ReceivedAsync());

        Assert.Equal($"{(19 * 8) + 6}", message.Priority);
        Assert.Equal("2026-11-26T20:15:44.123Z", message.Time);
        Assert.Equal("support.example.com", message.Host);
        Assert.Equal("broker-1", message.Program);
        Assert.Equal("session.opened", message.Id);
        Assert.Equal("\uFEFF" + Line, message.Text);
        Assert.StartsWith("[origin software=\"broker-1\"][audit@4711 log=", message.Data, StringComparison.Ordinal);
        Assert.Equal("example.com/\"broker\\]", message.Parameter("log"));
        Assert.Equal("0", message.Parameter("seq"));
        Assert.Equal($"{Encoding.UTF8.GetByteCount(Line)}", message.Parameter("bytes"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([0, .. Encoding.UTF8.GetBytes(Line)])), message.Parameter("leaf"));
        Assert.Null(message.Parameter("omitted"));
    }

    [SkippableTheory]
    [InlineData("no JSON")]
    [InlineData("[1,2]")]
    [InlineData("{\"event\":5,\"when\":5}")]
    [InlineData("{\"event\":\"two words\",\"when\":{\"utc\":\"yesterday\"}}")]
    [InlineData("{\"event\":{\"utc\":1},\"when\":{\"utc\":{}}}")]
    [InlineData("{\"event\"")]
    public async Task A_line_that_is_no_record_goes_out_without_time_and_code(string line)
    {
        await using var sink = await _bench.SinkAsync(_bench.Settings());
        await SendAsync(sink, "log", line);

        var message = Assert.Single(await _bench.ReceivedAsync());

        Assert.Equal("-", message.Id);
        Assert.Equal("\uFEFF" + line, message.Text);
    }

    [SkippableFact]
    public async Task A_record_that_is_longer_than_the_receiver_takes_is_named_and_not_cut()
    {
        var log = new LogLines();
        await using var sink = await _bench.SinkAsync(_bench.Settings(("maxMessageBytes", 8192)), log: log);
        var line = new string('x', 8192);
        await SendAsync(sink, "log", "{}", line, "{}");

        var messages = await _bench.ReceivedAsync();

        Assert.Equal(["\uFEFF{}", "", "\uFEFF{}"], messages.Select(message => message.Text));
        Assert.Equal("too long", messages[1].Parameter("omitted"));
        Assert.Equal("8192", messages[1].Parameter("bytes"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([0, .. Encoding.UTF8.GetBytes(line)])), messages[1].Parameter("leaf"));
        Assert.Contains("Record 1 is longer", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_longest_message_that_fits_is_sent_whole()
    {
        await using var sink = await _bench.SinkAsync(_bench.Settings(("maxMessageBytes", 8192), ("hostName", "h")));
        await SendAsync(sink, "log", "x");
        var header = $"<110>1 - h orchestrator-broker - - {Assert.Single(await _bench.ReceivedAsync()).Data} ".Length;

        // The number of bytes has four digits here instead of one.
        var longest = 8192 - header - 3 - 3;
        await sink.AppendAsync("log", new[] { new AuditEntry(1, Encoding.ASCII.GetBytes(new string('x', longest))), new AuditEntry(2, Encoding.ASCII.GetBytes(new string('x', longest + 1))) }, default);

        Assert.Equal([null, null, "too long"], (await _bench.ReceivedAsync()).Select(message => message.Parameter("omitted")));
    }

    private static async Task SendAsync(IAuditSink sink, string logId, params string[] lines)
    {
        await sink.OpenAsync(logId, default);
        await sink.AppendAsync(logId, lines.Select((line, i) => new AuditEntry(i, Encoding.UTF8.GetBytes(line))).ToArray(), default);
    }
}
