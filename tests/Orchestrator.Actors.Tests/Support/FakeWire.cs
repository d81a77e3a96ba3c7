using System.Collections.Concurrent;
using System.IO.Pipelines;
using Akka.Actor;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;

namespace Orchestrator.Actors.Tests.Support;

/// <summary>The way to broker and technician: keeps what was sent; the broker stores at once, or when the spec says so.</summary>
internal sealed class FakeWire(World world) : IInstrumentWire
{
    private readonly ConcurrentQueue<long> _sent = new();
    private readonly ConcurrentQueue<long> _shown = new();

    public bool StoresAtOnce { get; set; } = true;

    public bool HangsAtGoodbye { get; set; }

    public ConcurrentDictionary<ChannelId, FakeWireChannel> Channels { get; } = new();

    public IReadOnlyList<long> Sent => [.. _sent];

    public IReadOnlyList<long> Shown => [.. _shown];

    public void SendRecord(JournalRecord record)
    {
        _sent.Enqueue(record.Sequence);
        world.Note($"sent {record.Sequence}");
        if (StoresAtOnce)
        {
            ActorCell.GetCurrentSelfOrNoSender().Tell(new InstrumentMessages.BrokerStored(record.Sequence));
        }
    }

    public void SendCheckpoint(ReadOnlyMemory<byte> signedNote) => world.Note("checkpoint");

    public void ShowTechnician(JournalRecord record)
    {
        _shown.Enqueue(record.Sequence);
        world.Note($"shown {record.Sequence}");
    }

    public void PromptSeen(AskId ask) => world.Note($"seen {ask}");

    public void Say(string text) => world.Note($"said {text}");

    public IWireChannel OpenChannel(ChannelId channel, Capability capability, ChannelGate gate)
    {
        var opened = Channels[channel] = new FakeWireChannel(world, channel, gate);
        world.Note($"opened {channel}");
        return opened;
    }

    public Task CloseAsync()
    {
        world.Note("good-bye");
        return HangsAtGoodbye ? new TaskCompletionSource().Task : Task.CompletedTask;
    }
}

/// <summary>One end of a wire that remembers its cut.</summary>
internal sealed class FakeWireChannel(World world, ChannelId id, ChannelGate gate) : IWireChannel
{
    private readonly DuplexPipePair _pipes = new();

    public ChannelGate Gate { get; } = gate;

    public bool IsCut { get; private set; }

    public IDuplexPipe Pipe => _pipes.Near;

    public ChannelCounts Counts { get; set; }

    public void Cut()
    {
        IsCut = true;
        world.Note($"cut {id}");
    }
}
