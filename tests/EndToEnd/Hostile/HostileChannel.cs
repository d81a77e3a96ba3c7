using System.IO.Pipelines;
using Orchestrator.Abstractions;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Rfb;

namespace Orchestrator.EndToEnd.Hostile;

/// <summary>One channel of a hostile console: its gate is always open, and it is never closed.</summary>
internal sealed class HostileChannel
{
    private static readonly PixelRect Everything = new(0, 0, 1280, 800);

    public HostileChannel(PeerConnection peer, ChannelId id, Capability capability)
    {
        var gate = new ChannelGate(TimeProvider.System);
        gate.Release(HoldReason.Session);
        Wire = peer.Open(id, capability, gate);
        _ = ReadAsync(Wire.Pipe.Input);
    }

    /// <summary>With its counts.</summary>
    public IWireChannel Wire { get; }

    /// <summary>Nothing more is received; for the disposal.</summary>

    /// <summary>Asks for the whole picture, and says that every earlier one was seen. Each message is a record.</summary>
    public async Task WantPicturesAsync(int times)
    {
        for (uint time = 1; time <= times; time++)
        {
            await SendAsync(time % 2 == 1 ? new ConsoleMessage.UpdateRequest(false, Everything) : new ConsoleMessage.Ack(time / 2));
        }
    }

    /// <summary>Presses and releases a key so many times. Each event is a record.</summary>
    public async Task TypeAsync(int times)
    {
        for (var time = 0; time < times * 2; time++)
        {
            await SendAsync(new ConsoleMessage.KeyEvent(time % 2 == 0, 'k', 0, default));
        }
    }

    private async Task SendAsync(ConsoleMessage message)
    {
        var before = Wire.Counts.RecordsOut;
        MessageWriter.Write(Wire.Pipe.Output, message);
        await Wire.Pipe.Output.FlushAsync();
        using var limit = new CancellationTokenSource(HostileConsole.Patience);
        while (Wire.Counts.RecordsOut == before)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task ReadAsync(PipeReader input)
    {
        while (await input.ReadAsync() is { IsCompleted: false } read)
        {
            input.AdvanceTo(read.Buffer.End);
        }
    }
}
