using Orchestrator.Abstractions;
using Orchestrator.Testbed.Instrument;

namespace Orchestrator.Benchmarks.Sessions;

/// <summary>Where a technician clicks on the simulated instrument's screen.</summary>
/// <param name="Retry">Middle of the dialog's button.</param>
/// <param name="Notes">In the field for notes.</param>
internal sealed record InstrumentPlaces((int X, int Y) Retry, (int X, int Y) Notes)
{
    /// <summary>On a screen of 1920×1080.</summary>
    public static InstrumentPlaces For1080 { get; } = Find();

    private static InstrumentPlaces Find()
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-places-");
        try
        {
            using var instrument = new SimulatedInstrument(new InstrumentOptions { HomeDirectory = folder.FullName });
            return new InstrumentPlaces(Middle(instrument.Screen.RetryButton), Middle(instrument.Screen.NotesField));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int X, int Y) Middle(PixelRect area) => (area.X + (area.Width / 2), area.Y + (area.Height / 2));
}
