using Orchestrator.Rfb;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.RealScreen;

/// <summary>Comparing what is seen with what the display shows.</summary>
internal static class Pictures
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Waits until a look at something equals the display, pixel for pixel, and the display was the same before and after that look. Each look is a
    /// program of its own or takes as long, so the loop doesn't spin.
    /// </summary>
    /// <returns>The picture.</returns>
    public static async Task<XwdPicture> UntilEqualAsync(XServer display, Func<Task<byte[]>> look)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var before = await display.TakePictureAsync();
            var seen = await look();
            var after = await display.TakePictureAsync();
            var differences = before.CountDifferences(seen);
            if (differences == 0 && after.CountDifferences(before.Bgrx) == 0)
                return before;
            Assert.False(limit.IsCancellationRequested, $"{differences} pixels differ");
        }
    }

    /// <summary>Waits until the shadow equals the display.</summary>
    public static Task<XwdPicture> UntilShadowEqualAsync(XServer display, ShadowFramebuffer shadow) =>
        UntilEqualAsync(display, () => Task.FromResult(shadow.TakePicture() is { } picture ? Masked(picture.Memory.ToArray()) : []));

    /// <summary>Waits until the display shows something else than it did.</summary>
    public static async Task UntilChangedAsync(XServer display, XwdPicture before)
    {
        using var limit = new CancellationTokenSource(Patience);
        while ((await display.TakePictureAsync()).CountDifferences(before.Bgrx) == 0)
            limit.Token.ThrowIfCancellationRequested();
    }

    /// <summary>A picture file as BGRX, the X byte 0.</summary>
    public static async Task<byte[]> ReadAsync(string file) =>
        Masked(await ExternalProcess.RunAsync("convert", [file, "-depth", "8", "bgra:-"]));

    private static byte[] Masked(byte[] bgrx)
    {
        for (var x = 3; x < bgrx.Length; x += 4)
            bgrx[x] = 0;
        return bgrx;
    }
}
