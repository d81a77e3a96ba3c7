namespace Orchestrator.Rfb.Tests;

/// <summary>Waiting for what must happen: long enough for a busy machine, and a failure instead of a hang.</summary>
internal static class Soon
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task<T> OrFail<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task OrFail(this Task task) => task.WaitAsync(Limit);

    /// <summary>Waits until the shadow fulfils a condition.</summary>
    public static async Task UntilAsync(this ShadowFramebuffer shadow, Func<ShadowFramebuffer, bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var version = shadow.State.Version;
            if (condition(shadow))
                return;
            await shadow.WaitForChangeAsync(version, limit.Token);
        }
    }

    public static Task UntilEqualAsync(this ShadowFramebuffer shadow, Framebuffer expected) =>
        shadow.UntilAsync(now => now.TakePicture() is { } picture && picture.HasSamePixels(expected));

    /// <summary>Waits until a counter that rings nothing fulfils a condition.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
