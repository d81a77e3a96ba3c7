using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

public sealed class ClipboardTests : IAsyncDisposable
{
    private const string Text = "Grüße, Проба, 日本, 🧪";
    private readonly ChannelPair channel = new();
    private readonly FlowGate gate = new();
    private readonly MemoryClipboard clipboard = new();

    [Fact]
    public async Task Text_to_the_instrument_arrives_whole_and_is_counted()
    {
        gate.Open();
        var progress = new CutTextProgress();
        var receiver = new ClipboardReceiver(clipboard, gate, progress).RunAsync(channel.Instrument, CancellationToken.None);
        var numbers = new CutTextCounter();
        var sender = new ClipboardSender(channel.Console, numbers);
        Assert.True(await sender.SendAsync(new string('x', 200_000), default));
        Assert.True(await sender.SendAsync(Text, default));
        await Soon.UntilAsync(() => progress.Applied == 2);
        Assert.Equal((Text, 2u), (clipboard.Text, numbers.Last));
        await channel.Console.Output.CompleteAsync();
        await receiver.OrFail();
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-1")]
    public async Task While_the_gate_is_shut_nothing_is_written_and_nobody_waits_for_it()
    {
        var progress = new CutTextProgress();
        var written = new List<bool>();
        var receiver = new ClipboardReceiver(clipboard, gate, progress, (_, isWritten) => written.Add(isWritten)).RunAsync(channel.Instrument, CancellationToken.None);
        await new ClipboardSender(channel.Console, new CutTextCounter()).SendAsync(Text, default);
        await channel.Console.Output.CompleteAsync();
        await receiver.OrFail();
        Assert.Equal((null, 1u), (clipboard.Text, progress.Applied));
        Assert.Equal([false], written);
    }

    [Fact]
    public async Task Text_from_the_instrument_arrives_once_for_each_change_and_only_while_the_gate_is_open()
    {
        var time = new FakeTimeProvider();
        clipboard.Text = Text;
        var received = Channel.CreateUnbounded<string>();
        using var end = new CancellationTokenSource();
        var watching = new ClipboardWatcher(clipboard, gate, time).RunAsync(channel.Instrument, end.Token);
        var inbox = new ClipboardInbox(text => received.Writer.TryWrite(text)).RunAsync(channel.Console, CancellationToken.None);
        Assert.Equal(0, clipboard.Reads);

        gate.Open();
        Assert.Equal(Text, await received.Reader.ReadAsync().AsTask().OrFail());
        clipboard.Text = "next";
        await Soon.UntilAsync(() =>
        {
            time.Advance(ClipboardWatcher.LookEvery);
            return received.Reader.Count == 1;
        });
        Assert.Equal("next", await received.Reader.ReadAsync());

        await end.CancelAsync();
        await watching.OrFail();
        Assert.Equal(PumpEndKind.ChannelEnded, (await inbox.OrFail()).Kind);
        Assert.Equal(0, received.Reader.Count);
    }

    [Fact]
    public void A_text_that_is_too_long_is_cut_between_two_characters()
    {
        var bounded = CutTextWriter.Bound("a" + string.Concat(Enumerable.Repeat("🧪", 400_000)));
        Assert.InRange(Encoding.UTF8.GetByteCount(bounded), RfbLimits.MaxCutTextBytes - 4, RfbLimits.MaxCutTextBytes);
        Assert.EndsWith("🧪", bounded, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => clipboard.DisposeAsync();

    private sealed class MemoryClipboard : IClipboardText
    {
        public string? Text { get; set; }

        public int Reads { get; private set; }

        public ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
        {
            Reads++;
            return ValueTask.FromResult(Text);
        }

        public ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken)
        {
            Text = text;
            return ValueTask.FromResult(true);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
