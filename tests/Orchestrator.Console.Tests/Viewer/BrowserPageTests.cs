using Microsoft.Playwright;
using Orchestrator.Abstractions;
using Orchestrator.Links.Channels;
using Orchestrator.TestSupport;
using Orchestrator.Technicians.Pumps;
using Orchestrator.Technicians.Viewer;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Technicians.Tests.Viewer;

[Trait("Category", "Real")]
public sealed class BrowserPageTests
{
    [SkippableFact]
    public async Task The_page_shows_the_screen_pixel_for_pixel_and_a_click_in_it_is_a_pointer_event()
    {
        RealComponent.Require("chromium", "npm");
        var picture = StillScreen.Picture(640, 400);
        var pumps = new ConsolePumps(_ => { });
        await using var view = new InstrumentView(picture, pumps);
        await using var control = new InstrumentControl(pumps);
        await using var viewer = await BrowserViewer.OpenAsync(view.Screen, new ViewerInput(pumps), "simulated", SystemRandomSource.Instance, TimeProvider.System, default);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = RealComponent.Find("chromium"),
            Args = ["--no-sandbox", "--no-proxy-server", "--force-color-profile=srgb", "--disable-gpu"],
            Timeout = 120_000,
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 800, Height = 600 } });
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };

        await page.GotoAsync(viewer.Address, new() { Timeout = 60_000 });
        await page.WaitForSelectorAsync("#state[data-state=connected]", new() { State = WaitForSelectorState.Attached, Timeout = 60_000 });
        await page.WaitForFunctionAsync(
            "colour => { const c = document.querySelector('#screen canvas'); return c && c.width === 640 && c.getContext('2d').getImageData(639, 399, 1, 1).data[0] === colour; }",
            (int)(picture.Row(399, 639, 1)[0] >> 16) & 0xFF,
            new() { Timeout = 60_000 });

        var shown = Convert.FromBase64String(await page.EvaluateAsync<string>(
            """
            () => {
              const c = document.querySelector('#screen canvas');
              const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
              let s = '';
              for (let i = 0; i < d.length; i += 8192) s += String.fromCharCode(...d.subarray(i, i + 8192));
              return btoa(s);
            }
            """));
        Assert.Equal(0, Differing(picture, shown));

        control.Channel.Gate.Release(HoldReason.Session);
        var box = await page.Locator("#screen canvas").BoundingBoxAsync();
        await page.Mouse.MoveAsync(box!.X + 123, box.Y + 45);
        await page.Mouse.DownAsync();
        await page.Mouse.UpAsync();
        await UntilAsync(control, e => e == InputEvent.Pointer(123, 45, 1));
        await UntilAsync(control, e => e == InputEvent.Pointer(123, 45, 0));
        await page.Keyboard.PressAsync("a");
        await UntilAsync(control, e => e is { Kind: InputKind.Key, Keysym: 0x61, Down: true });
        await UntilAsync(control, e => e is { Kind: InputKind.Key, Keysym: 0x61, Down: false });
        Assert.DoesNotContain(complaints, c => !c.Contains("favicon", StringComparison.Ordinal));
    }

    private static int Differing(Rfb.Framebuffer picture, byte[] rgba)
    {
        Assert.Equal(picture.Pixels.Length * 4, rgba.Length);
        var differing = 0;
        for (var i = 0; i < picture.Pixels.Length; i++)
        {
            var shown = (uint)((rgba[i * 4] << 16) | (rgba[(i * 4) + 1] << 8) | rgba[(i * 4) + 2]);
            differing += shown == picture.Pixels[i] ? 0 : 1;
        }

        return differing;
    }

    private static async Task UntilAsync(InstrumentControl control, Func<InputEvent, bool> isWanted)
    {
        while (!isWanted((await control.TakeAsync(1))[0]))
        {
        }
    }
}
