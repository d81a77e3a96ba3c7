using System.Collections.Concurrent;
using System.IO.Pipelines;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;

namespace Orchestrator.Adversary.Stage;

/// <summary>The pumps of one end: count what plaintext comes out of each channel, and put plaintext in when the case says so.</summary>
internal sealed class Sinks(World world, string end) : IChannelPumps, IConsolePumps
{
    private readonly ConcurrentDictionary<Capability, SinkPump> _pumps = new();
    private long _bytes;

    /// <summary>Plaintext bytes that came out of all channels.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>True while a channel of this capability has its pump.</summary>
    public bool Has(Capability capability) => _pumps.TryGetValue(capability, out var pump) && pump.IsRunning;

    public IChannelPump Create(ChannelId channel, Capability capability, FileOffer? file, string? path) => Add(capability);

    public IChannelPump Create(ChannelId channel, Capability capability, FileOffer? file, uint requestId) => Add(capability);

    /// <summary>Puts plaintext into a channel. False: the channel has ended.</summary>
    public async Task<bool> SayAsync(Capability capability, byte[] text) => _pumps.TryGetValue(capability, out var pump) && await pump.SayAsync(text);

    private SinkPump Add(Capability capability)
    {
        var pump = new SinkPump(
            () => world.Note($"{end}: {capability} opened"),
            count =>
            {
                Interlocked.Add(ref _bytes, count);
                world.Note($"{end}: {count} bytes of {capability}");
            });
        _pumps[capability] = pump;
        return pump;
    }

    private sealed class SinkPump(Action opened, Action<int> came) : IChannelPump
    {
        private volatile IDuplexPipe? _pipe;

        public bool IsRunning => _pipe is not null;

        public async Task<bool> SayAsync(byte[] text)
        {
            try
            {
                return _pipe is { } pipe && !(await pipe.Output.WriteAsync(text)).IsCompleted;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken)
        {
            _pipe = channel;
            opened();
            try
            {
                while (true)
                {
                    var read = await channel.Input.ReadAsync(cancellationToken);
                    if (!read.Buffer.IsEmpty)
                    {
                        came((int)read.Buffer.Length);
                    }

                    channel.Input.AdvanceTo(read.Buffer.End);
                    if (read.IsCompleted || read.IsCanceled)
                    {
                        return new PumpEnd(PumpOutcome.Cut);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                return new PumpEnd(PumpOutcome.Cut);
            }
        }

        public ValueTask QuiesceAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
