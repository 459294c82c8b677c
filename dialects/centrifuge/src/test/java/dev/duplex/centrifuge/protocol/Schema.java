package dev.duplex.centrifuge.protocol;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `centrifuge.proto` as protobuf-java knows it: reads as much of the language as is used there, so that building needs no
/// compiler for it.
final class Schema {
    private static final Pattern MESSAGE = Pattern.compile("message (\\w+) \\{(}?)");
    private static final Pattern FIELD =
            Pattern.compile("  (repeated )?(?:map<string, (\\w+)>|(\\w+)) (\\w+) = (\\d+);");
    private static final Set<String> SCALARS =
            Set.of("string", "bytes", "bool", "uint32", "uint64", "int32", "int64", "sint64");
    private static final FileDescriptor FILE = read();

    private Schema() {}

    static Descriptor message(String name) {
        return FILE.findMessageTypeByName(name);
    }

    private static FileDescriptor read() {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder().setName("centrifuge.proto").setSyntax("proto3");
        try (InputStream in =
                Codec.class.getResourceAsStream("/dev/duplex/centrifuge/centrifuge.proto")) {
            DescriptorProto.Builder message = DescriptorProto.newBuilder();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                Matcher start = MESSAGE.matcher(line);
                Matcher field = FIELD.matcher(line);
                if (start.matches()) {
                    message = file.addMessageTypeBuilder().setName(start.group(1));
                } else if (field.matches()) {
                    add(message, field);
                } else if (!line.isEmpty()
                        && !line.startsWith("//")
                        && !line.equals("}")
                        && !line.startsWith("syntax")
                        && !line.startsWith("package")) {
                    throw new IllegalStateException("not understood: " + line);
                }
            }
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(DescriptorProto.Builder message, Matcher line) {
        String name = line.group(4);
        FieldDescriptorProto.Builder field =
                message.addFieldBuilder().setName(name).setNumber(Integer.parseInt(line.group(5)));
        if (line.group(2) != null) {
            DescriptorProto.Builder entry =
                    message.addNestedTypeBuilder()
                            .setName(entryName(name))
                            .setOptions(MessageOptions.newBuilder().setMapEntry(true));
            type(entry.addFieldBuilder().setName("key").setNumber(1), "string")
                    .setLabel(Label.LABEL_OPTIONAL);
            type(entry.addFieldBuilder().setName("value").setNumber(2), line.group(2))
                    .setLabel(Label.LABEL_OPTIONAL);
            type(field, message.getName() + "." + entry.getName()).setLabel(Label.LABEL_REPEATED);
        } else {
            type(field, line.group(3))
                    .setLabel(line.group(1) == null ? Label.LABEL_OPTIONAL : Label.LABEL_REPEATED);
        }
    }

    private static FieldDescriptorProto.Builder type(
            FieldDescriptorProto.Builder field, String type) {
        return SCALARS.contains(type)
                ? field.setType(
                        FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)))
                : field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("." + type);
    }

    /// A map's entry must be named after its field.
    private static String entryName(String field) {
        StringBuilder name = new StringBuilder();
        for (String word : field.split("_", -1)) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.append("Entry").toString();
    }
}
