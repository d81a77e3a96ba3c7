using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Capture;

/// <summary>The text clipboard of a capture plugin.</summary>
public abstract partial class CaptureConformance
{
    private const int MostBytes = 1 << 20;

    [SkippableTheory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("Größe 5 µl\nПроба №7 \U0001F9EA")]
    public async Task What_one_opening_writes_another_reads(string text)
    {
        await using var writer = await OpenClipboardAsync();
        await using var reader = await OpenClipboardAsync();

        Assert.True(await writer.WriteAsync(text, default));
        Assert.Equal(text, await reader.ReadAsync(default));
        Assert.Equal(text, await writer.ReadAsync(default));
    }

    [SkippableFact]
    public async Task The_largest_text_passes_and_a_larger_one_is_refused_whole()
    {
        await using var writer = await OpenClipboardAsync();
        await using var reader = await OpenClipboardAsync();
        var largest = string.Concat(Enumerable.Range(0, MostBytes / 8).Select(line => $"{line:D7}\n"));

        Assert.True(await writer.WriteAsync(largest, default));
        Assert.Equal(largest, await reader.ReadAsync(default));
        Assert.False(await writer.WriteAsync(largest + "x", default));
        Assert.Equal(largest, await reader.ReadAsync(default));
    }

    [SkippableFact]
    public async Task An_empty_clipboard_reads_as_nothing()
    {
        await using var reader = await OpenClipboardAsync();

        Assert.Null(await reader.ReadAsync(default));
    }

    [SkippableFact]
    public async Task The_last_writer_counts()
    {
        await using var one = await OpenClipboardAsync();
        await using var other = await OpenClipboardAsync();

        Assert.True(await one.WriteAsync("first", default));
        Assert.True(await other.WriteAsync("second", default));
        Assert.Equal("second", await one.ReadAsync(default));
    }

    [SkippableFact]
    public async Task A_cancelled_read_ends()
    {
        await using var reader = await OpenClipboardAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.ReadAsync(new CancellationToken(true)));
    }

    private async Task<IClipboardText> OpenClipboardAsync()
    {
        var clipboard = await Subject.Plugin.OpenClipboardAsync(default);
        Skip.If(clipboard is null, "this plugin has no clipboard");
        return clipboard!;
    }
}
