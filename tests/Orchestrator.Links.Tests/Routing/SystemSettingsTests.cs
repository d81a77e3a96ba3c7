using Orchestrator.Links.Routing;
using Orchestrator.Links.Routing.Settings;

namespace Orchestrator.Links.Tests.Routing;

/// <summary>What the settings of a Linux computer, and the texts of a Windows one, come to.</summary>
public sealed class SystemSettingsTests : IDisposable
{
    private const string Name = "broker.vendor.example";
    private readonly Dictionary<string, string> variables = [];
    private readonly string folder = Directory.CreateTempSubdirectory("settings-").FullName;

    [Theory]
    [InlineData("https_proxy", "http://proxy.example:3128", "http://proxy.example:3128")]
    [InlineData("HTTPS_PROXY", "proxy.example:3128", "http://proxy.example:3128")]
    [InlineData("https_proxy", "https://proxy.example:443/", "https://proxy.example:443")]
    [InlineData("all_proxy", "socks5h://proxy.example", "socks5://proxy.example:1080")]
    [InlineData("ALL_PROXY", "http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128")]
    public void The_environment_names_a_proxy(string variable, string value, string route)
    {
        variables[variable] = value;

        var found = Found();

        Assert.Equal((route, RouteOrigin.System), (Assert.Single(found.For(Name)).ToString(), found.Proxies[0].Origin));
    }

    [Theory]
    [InlineData("ftp://proxy.example:21")]
    [InlineData("http://")]
    [InlineData("socks4://proxy.example:1080")]
    public void What_cannot_be_used_is_said_and_names_none(string value)
    {
        variables["https_proxy"] = value;

        var found = Found();

        Assert.Empty(found.For(Name));
        Assert.Equal("PROXY_UNSUPPORTED", Assert.Single(found.Findings).Code);
    }

    [Fact]
    [Trait("Requirement", "R-NET-14")]
    public void A_password_in_a_variable_is_neither_used_nor_told()
    {
        variables["https_proxy"] = "http://lab:geheim@proxy.example:3128";

        var found = Found();

        Assert.Equal("http://proxy.example:3128", Assert.Single(found.Proxies).ToString());
        Assert.DoesNotContain("geheim", found.Findings[0].Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vendor.example", true)]
    [InlineData(".vendor.example", true)]
    [InlineData("*.vendor.example", true)]
    [InlineData("*", true)]
    [InlineData("other.example, broker.vendor.example", true)]
    [InlineData("vendor.example:443", true)]
    [InlineData("vendor.example:8443", false)]
    [InlineData("endor.example", false)]
    [InlineData("broker", false)]
    [InlineData("10.0.0.0/8 other.example", false)]
    [InlineData("BROKER.Vendor.Example", true)]
    public void No_proxy_is_read_as_everywhere(string list, bool isBypassed)
    {
        variables["https_proxy"] = "http://proxy.example:3128";
        variables["no_proxy"] = list;

        Assert.Equal(isBypassed, Found().For(Name).IsEmpty);
    }

    [Fact]
    public void KDE_names_a_proxy_in_its_file()
    {
        variables["XDG_CURRENT_DESKTOP"] = "KDE";
        Write("kioslaverc", "[General]\nhttpsProxy=http://wrong 1\n[Proxy Settings]\nProxyType=1\nhttpsProxy=http://proxy.example 8080\nNoProxyFor=other.example\n");

        Assert.Equal("http://proxy.example:8080", Assert.Single(Found().For(Name)).ToString());
    }

    [Theory]
    [InlineData("ProxyType=2\nProxy Config Script=http://pac.example/p.pac")]
    [InlineData("ProxyType=3")]
    [Trait("Requirement", "R-NET-3")]
    public void A_PAC_file_that_only_the_desktop_names_is_said_and_not_got(string text)
    {
        variables["XDG_CURRENT_DESKTOP"] = "KDE";
        Write("kioslaverc", $"[Proxy Settings]\n{text}\n");

        var found = Found();

        Assert.Empty(found.Proxies);
        Assert.Contains("site file", Assert.Single(found.Findings).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void GNOME_names_a_proxy_where_an_administrator_wrote_it()
    {
        variables["XDG_CURRENT_DESKTOP"] = "GNOME";
        Write("dconf-db/local.d/00-proxy", "[system/proxy]\nmode='manual'\nignore-hosts=['localhost', 'other.example']\n\n[system/proxy/https]\nhost='proxy.example'\nport=3128\n");
        Write("dconf/user", "GVariant");

        var found = Found();

        Assert.Equal("http://proxy.example:3128", Assert.Single(found.For(Name)).ToString());
        Assert.Contains(found.Findings, finding => finding.Sentence.Contains("isn't read", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_set()
    {
        var found = Found();

        Assert.Empty(found.Proxies);
        Assert.Empty(found.Findings);
    }

    [Theory]
    [InlineData("proxy.example:8080", "http://proxy.example:8080")]
    [InlineData("http=a.example:80;https=b.example:8080", "http://b.example:8080")]
    [InlineData("https=b.example:8080;socks=c.example:1080", "http://b.example:8080 socks5://c.example:1080")]
    [InlineData("http=a.example:80", "")]
    public void The_lists_of_Windows_are_read(string list, string routes)
    {
#pragma warning disable CA1416 // Reading the text needs no Windows.
        var found = WindowsProxies.Of(list, "<local>;*.other.example", 443);
#pragma warning restore CA1416

        Assert.Equal(routes, string.Join(' ', found.For(Name)));
        Assert.Empty(found.For("host.other.example"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private SystemProxies Found() => new SystemSettings(
        new SystemPlaces { Variable = variables.GetValueOrDefault, UserSettings = folder, GnomeDefaults = Path.Combine(folder, "dconf-db"), IsWindows = false }, 443).For(Name);

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
