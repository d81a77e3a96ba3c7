using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.TestSupport;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>The clipboard against <c>xclip</c>.</summary>
public sealed class X11ClipboardTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Texts => new() { "Größe 5 µl\nПроба №7", "", LongText(600_000) };

    [SkippableTheory]
    [MemberData(nameof(Texts))]
    public async Task Another_program_reads_what_was_written(string text)
    {
        RealComponent.Require("xclip");
        await using var subject = await X11Subject.StartAsync();
        await using var clipboard = (await subject.Plugin.OpenClipboardAsync(default))!;

        Assert.True(await clipboard.WriteAsync(text, default));

        var read = await subject.Server.RunAsync("xclip", "-selection", "clipboard", "-o", "-target", "UTF8_STRING");
        Assert.Equal(text, Encoding.UTF8.GetString(read));
    }

    [SkippableTheory]
    [MemberData(nameof(Texts))]
    public async Task What_another_program_put_there_is_read(string text)
    {
        RealComponent.Require("xclip");
        await using var subject = await X11Subject.StartAsync();
        await using var clipboard = (await subject.Plugin.OpenClipboardAsync(default))!;
        await CopyAsync(subject, text);

        Assert.Equal(text, await ReadAsync(clipboard));
    }

    [SkippableFact]
    public async Task Another_program_that_copies_takes_the_clipboard_over()
    {
        RealComponent.Require("xclip");
        await using var subject = await X11Subject.StartAsync();
        await using var clipboard = (await subject.Plugin.OpenClipboardAsync(default))!;
        Assert.True(await clipboard.WriteAsync("mine", default));

        await CopyAsync(subject, "theirs");
        using var patience = new CancellationTokenSource(Patience);
        while (await clipboard.ReadAsync(patience.Token) is null or "mine")
            patience.Token.ThrowIfCancellationRequested();

        Assert.Equal("theirs", await clipboard.ReadAsync(default));
        Assert.True(await clipboard.WriteAsync("mine again", default));
        Assert.Equal("mine again", Encoding.UTF8.GetString(await subject.Server.RunAsync("xclip", "-selection", "clipboard", "-o")));
    }

    [SkippableFact]
    public async Task More_than_the_bound_is_read_as_nothing()
    {
        RealComponent.Require("xclip");
        await using var subject = await X11Subject.StartAsync();
        await using var clipboard = (await subject.Plugin.OpenClipboardAsync(default))!;
        await CopyAsync(subject, "small");
        Assert.Equal("small", await ReadAsync(clipboard));

        await CopyAsync(subject, LongText((1 << 20) + 8));
        using var patience = new CancellationTokenSource(Patience);
        while (await clipboard.ReadAsync(patience.Token) is { } text)
            Assert.Equal("small", text);
    }

    [SkippableFact]
    public async Task Closing_takes_the_text_off_the_display()
    {
        RealComponent.Require("xclip");
        await using var subject = await X11Subject.StartAsync();
        var clipboard = (await subject.Plugin.OpenClipboardAsync(default))!;
        Assert.True(await clipboard.WriteAsync("gone", default));

        await clipboard.DisposeAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => subject.Server.RunAsync("xclip", "-selection", "clipboard", "-o"));
    }

    private static string LongText(int length) =>
        string.Concat(Enumerable.Range(0, length / 8).Select(line => $"{line:D7}\n"));

    private static async Task CopyAsync(X11Subject subject, string text)
    {
        // -quiet keeps xclip in the foreground, where it ends with the display.
        var program = subject.Server.Start("xclip", "-selection", "clipboard", "-i", "-quiet");
        await program.Input.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        program.Input.Close();
    }

    private static async Task<string> ReadAsync(IClipboardText clipboard)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await clipboard.ReadAsync(patience.Token) is { } text)
                return text;
        }
    }
}
