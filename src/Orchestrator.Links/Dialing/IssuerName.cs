using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Links.Dialing;

/// <summary>Who issued a certificate, as a person reads it. A certificate's names are a stranger's text: one short line of it.</summary>
internal static class IssuerName
{
    private const int Longest = 120;
    private const string CommonName = "2.5.4.3";
    private const string Organisation = "2.5.4.10";

    /// <summary>The whole distinguished name.</summary>
    public static string Whole(X509Certificate2 certificate) => Line(certificate.Issuer);

    /// <summary>Its organisation, else its common name, else all of it.</summary>
    public static string Plain(X509Certificate2 certificate)
    {
        var parts = certificate.IssuerName.EnumerateRelativeDistinguishedNames(reversed: false)
            .Where(part => !part.HasMultipleElements)
            .Select(part => (Type: part.GetSingleElementType().Value, Value: part.GetSingleElementValue()))
            .ToList();
        var (organisation, name) = (Of(Organisation), Of(CommonName));
        return Line(organisation.Length > 0 && name.Length > 0 ? $"{name}, {organisation}" : organisation.Length > 0 ? organisation : name.Length > 0 ? name : certificate.Issuer);

        string Of(string type) => parts.FirstOrDefault(part => part.Type == type).Value ?? "";
    }

    private static string Line(string text)
    {
        var line = string.Concat(text.Select(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator ? ' ' : letter));
        return line.Length <= Longest ? line : line[..Longest];
    }
}
