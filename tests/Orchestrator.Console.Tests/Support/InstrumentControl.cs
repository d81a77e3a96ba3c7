using System.Threading.Channels;
using Orchestrator.Abstractions;
using Orchestrator.Domain;
using Orchestrator.Rfb;
using Orchestrator.Technicians.Pumps;
using PumpEnd = Orchestrator.Actors.Channels.PumpEnd;

namespace Orchestrator.Technicians.Tests;

/// <summary>A control channel at work: the console's pump here, the instrument's receiver with an injector that writes down what it is given.</summary>
internal sealed class InstrumentControl : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<InputEvent> _injected = System.Threading.Channels.Channel.CreateUnbounded<InputEvent>();
    private readonly Task _receiving;

    public InstrumentControl(ConsolePumps? pumps = null)
    {
        Pumps = pumps ?? new ConsolePumps(_ => { });
        Running = Channel.Run(Pumps.Create(new ChannelId(2), Capability.ControlInput, null, 2), isOpen: false);
        var gate = new FlowGate();
        gate.Open();
        var receiver = new InputReceiver(_ => new(new Injector(_injected.Writer)), gate, new LayoutClock(), new CutTextProgress(), TimeProvider.System);
        _receiving = receiver.RunAsync(Channel.Instrument, _end.Token);
    }

    public ChannelEnds Channel { get; } = new();

    public ConsolePumps Pumps { get; }

    public Task<PumpEnd> Running { get; }

    public async Task<IReadOnlyList<InputEvent>> TakeAsync(int count)
    {
        var taken = new List<InputEvent>();
        while (taken.Count < count)
        {
            taken.Add(await _injected.Reader.ReadAsync(Soon.Token()));
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await _end.CancelAsync();
        await _receiving.OrFail();
        _end.Dispose();
    }

    private sealed class Injector(ChannelWriter<InputEvent> injected) : IInputInjector
    {
        public InjectResult Inject(in InputEvent input)
        {
            injected.TryWrite(input);
            return InjectResult.Injected;
        }

        public void ReleaseAll()
        {
        }

        public void Settle()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
