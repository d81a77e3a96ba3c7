using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using Orchestrator.Links.Dialing;

namespace Orchestrator.Links.Tests.Egress;

/// <summary>The guard against a rule that is written another way, over names that were made to fool it.</summary>
[Trait("Requirement", "R-NET-3")]
public sealed partial class EgressPropertyTests
{
    private const string Broker = "broker.vendor.example";
    private static readonly EgressGuard Guard = new([Broker], "vendor.example", 443);

    private static readonly string[] Pieces =
    [
        "broker", "vendor", "example", "vendor.example", Broker, ".", "..", "-", "@", ":", "/", "\\", "#", "?", "%2e", "%00", "\0", " ", "\t", "xn--", "evil", "evil.test", "A", "\u3002", "\uff0e", "\uff61",
        "\u00ad", "\u200d", "\u0435", "\uff45", "1", "0x7f", "443", "user:pass", "[", "]", "fe80::1%eth0", "*", "_", "\r\n",
    ];

    private static readonly Gen<string> Piece = Gen.Int[0, Pieces.Length - 1].Select(at => Pieces[at]);

    private static readonly Gen<string> Odd = Gen.OneOf(
        Piece.Array[0, 7].Select(string.Concat),
        Gen.Select(Gen.Int[0, Broker.Length], Piece, (at, piece) => Broker.Insert(at, piece)),
        Gen.Select(Gen.Int[0, Broker.Length - 1], Gen.Char['\u0000', '\uffff'], (at, other) => $"{Broker[..at]}{other}{Broker[(at + 1)..]}"),
        Gen.String[Gen.Char['a', 'z'], 1, 70].Select(label => $"{label}.vendor.example"));

    [Fact]
    public void What_passes_is_a_brokers_name_or_a_plain_name_below_the_domain_and_nothing_else() =>
        Odd.Sample(
            name =>
            {
                var plain = Plain().IsMatch(name) && name.Length <= 253 && !name.Split('.').Any(label => label.StartsWith("xn--", StringComparison.Ordinal));
                Assert.Equal(plain, Guard.Objection(name, 443) is null);
            },
            iter: 50_000,
            threads: 1);

    [Fact]
    public void No_way_of_writing_an_address_passes_not_even_for_a_guard_that_names_it() =>
        Gen.Select(Gen.UInt, Gen.Int[0, 6], Gen.Int[0, 2]).Sample(
            (address, form, end) =>
            {
                var text = Written(address, form) + end switch { 1 => ".", 2 => ".vendor", _ => "" };
                Assert.NotNull(Guard.Objection(text, 443));
                if (end == 0)
                    Assert.Equal("CONFIGURATION_INVALID", Assert.Throws<Abstractions.DialException>(() => new EgressGuard([text], "", 443)).Code);
            },
            iter: 20_000,
            threads: 1);

    [Fact]
    public void No_IPv6_address_passes_with_or_without_brackets_and_zone() =>
        Gen.Byte.Array[16].Select(Gen.Int[0, 3]).Sample(
            (bytes, form) =>
            {
                var address = new IPAddress(bytes).ToString();
                var text = form switch { 1 => $"[{address}]", 2 => $"{address}%eth0", 3 => address.ToUpperInvariant(), _ => address };
                Assert.NotNull(Guard.Objection(text, 443));
            },
            iter: 5_000,
            threads: 1);

    [Fact]
    public void Whatever_is_refused_is_shown_without_a_control_and_on_one_line() =>
        Odd.Sample(
            name =>
            {
                if (Record.Exception(() => Guard.Check(name, 443)) is not { } refused)
                    return;
                Assert.DoesNotContain(refused.Message, letter => char.IsControl(letter) || letter > '\u007f');
                Assert.InRange(refused.Message.Length, 20, 400);
            },
            iter: 5_000,
            threads: 1);

    private static string Written(uint address, int form)
    {
        byte[] parts = [(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address];
        return form switch
        {
            0 => string.Join('.', parts),
            1 => address.ToString(CultureInfo.InvariantCulture),
            2 => $"0x{address:x8}",
            3 => $"0{Convert.ToString(address, 8)}",
            4 => string.Join('.', parts.Select(part => $"0x{part:x}")),
            5 => string.Join('.', parts.Select(part => $"0{Convert.ToString(part, 8)}")),
            _ => string.Create(CultureInfo.InvariantCulture, $"{parts[0]}.{address & 0xffffff}"),
        };
    }

    [GeneratedRegex(@"\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+vendor\.example\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
