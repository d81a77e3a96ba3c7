using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Testbed.Instrument.Runs;

namespace Orchestrator.Testbed.Instrument.Tests;

/// <summary>An instrument on a virtual clock with a home folder of its own, which is removed at the end.</summary>
internal sealed class Bench : IDisposable
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 8, 5, 0, TimeSpan.Zero);

    internal Bench(Func<InstrumentOptions, InstrumentOptions>? change = null)
    {
        Home = Path.Combine(Path.GetTempPath(), $"instrument-{Guid.NewGuid():N}");
        var options = new InstrumentOptions { Seed = 7, HomeDirectory = Home, Time = Time, Speed = 10, Width = 1280, Height = 800 };
        Instrument = new SimulatedInstrument(change?.Invoke(options) ?? options);
    }

    internal string Home { get; }

    internal FakeTimeProvider Time { get; } = new(Morning);

    internal SimulatedInstrument Instrument { get; }

    internal void RunUntil(RunState state)
    {
        for (var tick = 0; tick < 2000 && Instrument.State != state; tick++)
            Time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(state, Instrument.State);
    }

    internal void Click(PixelRect area)
    {
        var (x, y) = (area.X + (area.Width / 2), area.Y + (area.Height / 2));
        Instrument.Screen.Pointer(x, y, 0);
        Instrument.Screen.Pointer(x, y, 1);
        Instrument.Screen.Pointer(x, y, 0);
    }

    internal void Type(string text)
    {
        foreach (var character in text)
        {
            Instrument.Screen.Key(character, true);
            Instrument.Screen.Key(character, false);
        }
    }

    internal byte[] Picture()
    {
        var layout = Instrument.Screen.Layout;
        var frame = new byte[layout.Width * layout.Height * 4];
        Assert.NotEqual(-1, Instrument.Screen.CopyTo(frame, layout.Width * 4));
        return frame;
    }

    public void Dispose()
    {
        Instrument.Dispose();
        Directory.Delete(Home, recursive: true);
    }
}
