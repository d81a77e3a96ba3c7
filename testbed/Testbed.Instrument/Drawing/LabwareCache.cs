using Orchestrator.Testbed.Instrument.Deck;
using SkiaSharp;

namespace Orchestrator.Testbed.Instrument.Drawing;

/// <summary>
/// Pictures of the labware as last drawn. A step changes one or two pieces and the clock none, while the wells are most of the
/// picture's strokes; so each piece is drawn again only when its contents are another object.
/// </summary>
internal sealed class LabwareCache(InstrumentFont font) : IDisposable
{
    private readonly Dictionary<string, (Labware Labware, SKImage Image)> _drawn = new(StringComparer.Ordinal);

    internal void Draw(Painter painter, SKRect place, Labware labware)
    {
        var bounds = SKRectI.Ceiling(place, outwards: true);
        if (!_drawn.TryGetValue(labware.Label, out var known) || !ReferenceEquals(known.Labware, labware))
        {
            known.Image?.Dispose();
            known = (labware, Picture(bounds, place, labware));
            _drawn[labware.Label] = known;
        }

        painter.Canvas.DrawImage(known.Image, bounds.Left, bounds.Top, new SKSamplingOptions(SKFilterMode.Nearest));
    }

    public void Dispose()
    {
        foreach (var (_, image) in _drawn.Values)
            image.Dispose();
    }

    private SKImage Picture(SKRectI bounds, SKRect place, Labware labware)
    {
        using var surface = SKSurface.Create(new SKImageInfo(bounds.Width, bounds.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
        surface.Canvas.Clear(SKColors.Transparent);
        surface.Canvas.Translate(-bounds.Left, -bounds.Top);
        using var painter = new Painter(surface.Canvas, font);
        LabwareView.Draw(painter, place, labware);
        return surface.Snapshot();
    }
}
