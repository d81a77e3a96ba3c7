using System.Globalization;
using Microsoft.Playwright;
using Orchestrator.Abstractions;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.Page;

/// <summary>The console's page in a headless Chromium: what its canvas shows, and a hand on its mouse.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private const float Patience = 60_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _page;

    private BrowserPage(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, _page) = (playwright, browser, page);

    private ILocator Canvas => _page.Locator("#screen canvas");

    /// <summary>Opens an address and waits until the page says that it is connected.</summary>
    public static async Task<BrowserPage> OpenAsync(string address)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = RealComponent.Find("chromium"),
            Args = ["--no-sandbox", "--no-proxy-server", "--force-color-profile=srgb", "--disable-gpu"],
            Timeout = Patience,
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 2000, Height = 1200 } });
        await page.GotoAsync(address, new() { Timeout = Patience });
        await page.WaitForSelectorAsync("#state[data-state=connected]", new() { State = WaitForSelectorState.Attached, Timeout = Patience });
        return new BrowserPage(playwright, browser, page);
    }

    /// <summary>The canvas as BGRX, rows without gaps, the X byte 0.</summary>
    public async Task<byte[]> PictureAsync()
    {
        var rgba = Convert.FromBase64String(await _page.EvaluateAsync<string>(
            """
            async () => {
              const c = document.querySelector('#screen canvas');
              const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
              const reader = new FileReader();
              await new Promise(done => { reader.onload = done; reader.readAsDataURL(new Blob([data])); });
              return reader.result.slice(reader.result.indexOf(',') + 1);
            }
            """));
        for (var pixel = 0; pixel < rgba.Length; pixel += 4)
            (rgba[pixel], rgba[pixel + 2], rgba[pixel + 3]) = (rgba[pixel + 2], rgba[pixel], 0);
        return rgba;
    }

    /// <summary>Clicks in the middle of an area of the instrument's screen, wherever the page shows it and however large.</summary>
    public async Task ClickAsync(PixelRect area)
    {
        var box = await Canvas.BoundingBoxAsync() ?? throw new InvalidOperationException("The page shows no canvas.");
        var width = int.Parse(await Canvas.GetAttributeAsync("width") ?? "", CultureInfo.InvariantCulture);
        var scale = box.Width / width;
        await _page.Mouse.ClickAsync(box.X + ((area.X + (area.Width / 2f)) * scale), box.Y + ((area.Y + (area.Height / 2f)) * scale));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
