using System.Collections.Concurrent;
using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Tests.Support;

/// <summary>The technician's face.</summary>
internal sealed class FakeTechnicianFace(World world) : ITechnicianFace
{
    private readonly ConcurrentQueue<ConsoleEnd> _ends = new();

    public ConsoleView? View { get; private set; }

    public IReadOnlyList<ConsoleEnd> Ends => [.. _ends];

    public void Update(ConsoleView view)
    {
        View = view;
        world.Note("view");
    }

    public void Happened(long sequence, SessionEvent happened, ReadOnlyMemory<byte> line) => world.Note($"happened {happened.GetType().Name}");

    public void Said(string text) => world.Note($"said {text}");

    public void Finished(ConsoleEnd end)
    {
        _ends.Enqueue(end);
        world.Note("finished");
    }
}

/// <summary>The console's pumps.</summary>
internal sealed class FakeConsolePumps(World world) : IConsolePumps
{
    public ConcurrentDictionary<ChannelId, (FakePump Pump, uint Request)> Made { get; } = new();

    public IChannelPump Create(ChannelId channel, Capability capability, FileOffer? file, uint requestId)
    {
        var pump = new FakePump(world, channel, file);
        Made[channel] = (pump, requestId);
        return pump;
    }
}
