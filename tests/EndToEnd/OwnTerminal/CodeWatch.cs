using Orchestrator.Abstractions;
using Orchestrator.Rfb;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.OwnTerminal;

/// <summary>
/// Looks at every picture that reaches the console for the codes that prompts showed. What a code looks like is learned from the display itself; the
/// same digit must look the same wherever it stands, and no two alike, so a wrong place or a blank one is found out.
/// </summary>
internal sealed class CodeWatch : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ShadowFramebuffer _screen;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _sync = new();
    private readonly List<(string Code, IReadOnlyList<PixelRect> Cells)> _codes = [];
    private readonly Dictionary<char, byte[]> _digits = [];
    private readonly HashSet<string> _leaked = [];
    private readonly Task _watching;

    public CodeWatch(ShadowFramebuffer screen)
    {
        _screen = screen;
        _watching = WatchAsync();
    }

    /// <summary>Pictures looked at since a code was learned.</summary>
    public int Pictures { get; private set; }

    /// <summary>Codes that a picture showed.</summary>
    public IReadOnlyCollection<string> Leaked
    {
        get
        {
            lock (_sync)
                return [.. _leaked];
        }
    }

    /// <summary>Learns a code that the display shows now.</summary>
    public async Task LearnAsync(XServer display, string code, IReadOnlyList<PixelRect> cells)
    {
        using var limit = new CancellationTokenSource(Patience);
        var glyphs = cells.Select(_ => Array.Empty<byte>()).ToList();
        while (glyphs.Any(IsBlank))
        {
            Assert.False(limit.IsCancellationRequested, $"the display doesn't show {code} where it should");
            var picture = await display.TakePictureAsync();
            glyphs = [.. cells.Select(cell => Crop(picture.Bgrx, picture.Width, cell))];
        }

        lock (_sync)
        {
            foreach (var (digit, glyph) in code.Zip(glyphs))
            {
                Assert.True(_digits.TryAdd(digit, glyph) || _digits[digit].AsSpan().SequenceEqual(glyph), $"the digit {digit} looks different");
            }

            Assert.Equal(_digits.Count, _digits.Values.Select(Convert.ToHexString).Distinct().Count());
            _codes.Add((code, cells));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            for (var state = _screen.State; ; state = await _screen.WaitForChangeAsync(state.Version, _end.Token))
            {
                if (_screen.TakePicture() is { } picture)
                    Look(picture);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private void Look(Framebuffer picture)
    {
        var pixels = picture.Memory.Span;
        lock (_sync)
        {
            Pictures += _codes.Count > 0 ? 1 : 0;
            foreach (var (code, cells) in _codes)
            {
                var shows = true;
                for (var i = 0; i < cells.Count && shows; i++)
                    shows = Crop(pixels, picture.Width, cells[i]).AsSpan().SequenceEqual(_digits[code[i]]);
                if (shows)
                    _leaked.Add(code);
            }
        }
    }

    private static bool IsBlank(byte[] glyph)
    {
        for (var pixel = 4; pixel < glyph.Length; pixel += 4)
        {
            if (!glyph.AsSpan(pixel, 4).SequenceEqual(glyph.AsSpan(0, 4)))
                return false;
        }

        return true;
    }

    private static byte[] Crop(ReadOnlySpan<byte> bgrx, int width, PixelRect cell)
    {
        var cut = new byte[cell.Width * cell.Height * 4];
        for (var y = 0; y < cell.Height; y++)
            bgrx.Slice((((cell.Y + y) * width) + cell.X) * 4, cell.Width * 4).CopyTo(cut.AsSpan(y * cell.Width * 4));
        for (var x = 3; x < cut.Length; x += 4)
            cut[x] = 0;
        return cut;
    }
}
