using System.Collections.Concurrent;
using System.IO.Pipelines;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;

namespace Orchestrator.Actors.Tests.Support;

/// <summary>Pumps that do nothing until the spec ends them.</summary>
internal sealed class FakePumps(World world) : IChannelPumps
{
    public ConcurrentDictionary<ChannelId, FakePump> Made { get; } = new();

    /// <summary>For the pumps to come.</summary>
    public Action<FakePump>? Prepare { get; set; }

    public IChannelPump Create(ChannelId channel, Capability capability, FileOffer? file, string? path)
    {
        var pump = new FakePump(world, channel, file, path);
        Prepare?.Invoke(pump);
        Made[channel] = pump;
        return pump;
    }
}

/// <summary>One pump.</summary>
internal sealed class FakePump(World world, ChannelId channel, FileOffer? file = null, string? path = null) : IChannelPump
{
    public FileOffer? File { get; } = file;

    public string? Path { get; } = path;

    public TaskCompletionSource<PumpEnd> Done { get; } = new();

    public TaskCompletionSource? Quiet { get; set; }

    public bool ThrowsAtOnce { get; set; }

    public bool QuiesceThrowsAtOnce { get; set; }

    public bool IsDisposed { get; private set; }

    public CancellationToken Stopped { get; private set; }

    public Task<PumpEnd> RunAsync(IDuplexPipe pipe, ChannelGate gate, CancellationToken cancellationToken)
    {
        Stopped = cancellationToken;
        world.Note($"pump {channel} runs");
        return ThrowsAtOnce ? throw new InvalidOperationException("no screen") : Done.Task;
    }

    public async ValueTask QuiesceAsync(CancellationToken cancellationToken)
    {
        world.Note($"quiesce {channel}");
        if (Quiet is { } quiet)
        {
            await quiet.Task.WaitAsync(cancellationToken);
        }

        world.Note($"quiet {channel}");
    }

    ValueTask IChannelPump.QuiesceAsync(CancellationToken cancellationToken) =>
        QuiesceThrowsAtOnce ? throw new InvalidOperationException("stuck key") : QuiesceAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        world.Note($"pump {channel} disposed");
        return default;
    }
}
